import { processId } from '../../../src/process/ids.ts';
import type { Edits } from '../../chance/site.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { HistoryWatch } from './history-watch.ts';
import { snapshotOf } from './snapshot-of.ts';

/** A step of a run, from which a search continues. */
export interface Beginning {
  readonly snapshot: Snapshot;
  /** By client: the operations it has called, and those that follow. */
  readonly operations: readonly (readonly unknown[])[];
  readonly timeUs: number;
}

/** Returns the state of a run after this step; undefined if it ends earlier. `more`: remaining operations per client. */
export function beginAt(
  system: System,
  scenario: Scenario,
  edits: Edits,
  step: number,
  more: number,
): Beginning | undefined {
  const watch = new HistoryWatch(scenario.clients);
  return withoutNondeterminism(() => {
    const simulation = Simulation.create(system, scenario, { edits, observers: [watch.observer] });
    while (simulation.world.step < step)
      if (simulation.step() !== undefined || simulation.world.violation !== undefined) return undefined;
    const snapshot = snapshotOf(simulation, watch);
    // The next operations of clients, from a copy made only for this.
    const { workload, world } = simulation.fork();
    const operations = watch.called.map((called, client) => {
      const next = Array.from({ length: more }, () => workload.next(processId(world.replicas + client)));
      return [...called, ...next.filter((operation) => operation !== undefined)];
    });
    return { snapshot, operations, timeUs: simulation.world.nowUs };
  });
}
