import path from 'node:path';
import { processId } from '../../../src/process/ids.ts';
import type { Storm } from '../../faults/storm.ts';
import type { World } from '../../kernel/world.ts';
import type { ProgramRun } from '../../scenario/system.ts';
import { realmValues } from '../host/realm-values.ts';
import { forgetCompiled, loadedLines } from '../load/compiled.ts';
import { originalPlace } from '../load/source-maps.ts';
import type { NodeAddress } from '../ports.ts';
import { drainAtOnce } from '../task/drain.ts';
import { enterRealm } from '../task/realm.ts';
import { endlessPlace } from '../task/watch.ts';
import type { NodeView } from './node-view.ts';
import type { ProgramResident } from './program-resident.ts';
import type { ProgramWeather } from './seat.ts';

/** How long a program that hangs is profiled. */
const PROFILED_MS = 1_000;
/** Past the end of any line: the lookup finds the last mapped position on the line. */
const COLUMN_MAX = 100_000;

/** The parts a simulation provides. */
interface Ground {
  readonly world: World;
  readonly storm: Storm;
}

/** All programs of a run: nodes first, then clients. */
export class Crew implements ProgramRun {
  readonly residents: readonly ProgramResident[];
  readonly replicas: number;
  private readonly weather: ProgramWeather;

  constructor(residents: readonly ProgramResident[], replicas: number, weather: ProgramWeather) {
    this.residents = residents;
    this.replicas = replicas;
    this.weather = weather;
  }

  get nodes(): readonly NodeView[] {
    return this.residents.slice(0, this.replicas).map(({ seen }) => seen);
  }

  settle(ground: unknown): void {
    const { world, storm } = ground as Ground; // provided by a simulation
    const drain = drainAtOnce();
    const addresses: NodeAddress[] = this.residents.map(({ seen }, at) => ({
      name: seen.name,
      address: `10.0.0.${at + 1}`,
    }));
    storm.machines = true;
    const seats = { world, storm, addresses, weather: this.weather, disks: new Map() };
    this.residents.forEach((resident, at) => {
      resident.settle(processId(at), seats, drain);
    });
  }

  within<T>(body: () => T): T {
    const leave = enterRealm(realmValues());
    try {
      return body();
    } finally {
      leave();
    }
  }

  endlessPlace(before: () => void, body: () => void): string | null {
    forgetCompiled();
    this.within(before);
    const place = endlessPlace(() => this.within(body), PROFILED_MS, loadedLines);
    if (place === undefined) return null;
    const { line } = originalPlace(place.path, place.line, COLUMN_MAX);
    const name = place.functionName === '' ? 'a function' : place.functionName;
    return `${name} (${path.basename(place.path)}:${line})`;
  }

  dispose(): void {
    for (const resident of this.residents) resident.dispose();
  }
}
