import type { Tank } from '../../../invariants/observer.ts';
import { processId } from '../../../src/process/ids.ts';
import type { FaultCounts } from '../../faults/counts.ts';
import { Storm } from '../../faults/storm.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { World } from '../../kernel/world.ts';
import { tally } from '../../text/tally.ts';
import type { Band } from './recording.ts';

const OF_DISKS = [
  'diskStalls',
  'unsyncedKept',
  'unsyncedLost',
  'unsyncedTorn',
] as const satisfies readonly (keyof FaultCounts)[];

/** What holds for a while: a band that is open until it is over. */
interface Open extends Omit<Band, 'until'> {
  readonly key: string;
}

/** Watches for what is wrong with processes, links and disks, and for how long. Influences nothing. */
export class BandWatcher {
  readonly bands: Band[] = [];
  private readonly open = new Map<string, Open>();
  private disks: readonly number[] = [];

  /** An observer that looks after each step of a process, and at each crash. */
  get observer(): AnyObserver {
    return {
      initial: () => ({}),
      on: {
        step: (_, tank, process) => this.look(tank, process),
        crash: (_, tank, process) => {
          this.look(tank, process);
          this.begin({ key: `down ${process}`, kind: 'down', process, from: tank.step, text: 'down' });
        },
        start: (_, tank, process) => this.end(`down ${process}`, tank.step),
        heal: (_, tank) => this.look(tank, null),
      },
    };
  }

  /** What is still on ends with the run. */
  finish(step: number): readonly Band[] {
    for (const key of [...this.open.keys()]) this.end(key, step);
    return this.bands.sort((a, b) => a.from - b.from);
  }

  private look(tank: Tank, process: number | null): void {
    if (!(tank instanceof World) || !(tank.environment instanceof Storm)) return;
    this.lookAtLinks(tank, tank.environment);
    this.lookAtPauses(tank);
    this.lookAtDisks(tank.environment.counts, tank.step, process);
  }

  private lookAtLinks({ processes, step }: World, { network }: Storm): void {
    const cut: string[] = [];
    for (let from = 0; from < processes; from++)
      for (let to = 0; to < processes; to++) if (network.isSevered(from, to)) cut.push(`${from}>${to}`);
    const text = cut.join(' ');
    const current = this.open.get('cut');
    if ((current?.text ?? '') === text) return;
    this.end('cut', step);
    if (text !== '') this.begin({ key: 'cut', kind: 'partition', process: null, from: step, text });
  }

  private lookAtPauses(world: World): void {
    for (let process = 0; process < world.replicas; process++) {
      const key = `pause ${process}`;
      const paused = world.isPaused(processId(process));
      if (paused === this.open.has(key)) continue;
      if (paused) this.begin({ key, kind: 'pause', process, from: world.step, text: 'paused' });
      else this.end(key, world.step);
    }
  }

  private lookAtDisks(counts: FaultCounts, step: number, process: number | null): void {
    const now = OF_DISKS.map((name) => counts[name]);
    const more = OF_DISKS.map((name, i): [string, number] => [name, counts[name] - (this.disks[i] ?? 0)]);
    this.disks = now;
    const text = tally(Object.fromEntries(more));
    if (text !== '') this.bands.push({ kind: 'disk', process, from: step, until: step, text });
  }

  private begin(band: Open): void {
    this.open.set(band.key, band);
  }

  private end(key: string, until: number): void {
    const band = this.open.get(key);
    if (band === undefined) return;
    this.open.delete(key);
    const { key: _, ...rest } = band;
    this.bands.push({ ...rest, until });
  }
}
