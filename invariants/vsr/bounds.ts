import type { ProcessId } from '../../src/process/ids.ts';
import type { Entry } from '../../src/vsr/data/entry.ts';
import { type EpochFacts, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import { partCount } from './facts/parts.ts';
import { CHANGED, type ReplicaFacts, replicaFacts } from './facts/replicas.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly facts: ReplicaFacts;
  readonly epochs: EpochFacts;
}

/**
 * I26. A primary prepares nothing beyond pipelineMax uncommitted entries of batchMax requests each (it may
 * inherit more). The client table has at most sessionsMax sessions, the in-flight index of a primary no more
 * than the requests not executed, and votes are counted for no more than the n replicas.
 */
export function bounds({ epochs, options }: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I26',
    name: 'bounds',
    statement: 'Pipeline, queue, client table, in-flight index and vote tables stay within their limits.',
    initial: (tank) => ({ facts: tank.shared(replicaFacts), epochs: tank.shared(epochs) }),
    only: { step: { facts: replicaFacts, bits: CHANGED.any } },
    on: {
      step({ epochs: known, facts }, tank, process) {
        const replica = tank.replica(process);
        if (replica === undefined) return;
        const { log, commit, commitMax, view } = replica;
        if (replica.status === 'normal' && primaryOf(known, view) === process) {
          const inPipeline = log.length - commitMax;
          const prepared = (facts.changed & CHANGED.log) !== 0 && log[log.length - 1]?.view === view;
          if (prepared) limit(tank, process, 'uncommitted entries', inPipeline, options.pipelineMax);
          limit(tank, process, 'requests that wait for room', replica.queued.size, options.queueMax);
          limit(
            tank,
            process,
            'requests that wait for predictions',
            replica.predicting.size,
            options.pipelineMax,
          );
          limit(tank, process, 'requests in flight', replica.inFlight.size, requestsAfter(log, commit));
          if (prepared)
            limit(
              tank,
              process,
              'requests in an entry',
              requestsAfter(log, log.length - 1),
              options.batchMax,
            );
        }
        limit(tank, process, 'sessions', replica.clientTable.size, options.sessionsMax);
        limit(tank, process, 'StartViewChanges', replica.svc.size, tank.replicas);
        limit(tank, process, 'DoViewChanges', replica.dvc.size, tank.replicas);
        limit(tank, process, 'acknowledgers', replica.acked.length, tank.replicas);
      },
    },
  };
}

/** Number of requests in the entries after `op`. */
function requestsAfter(log: readonly Entry[], op: number): number {
  let count = 0;
  for (let i = op; i < log.length; i++) {
    const entry = log[i];
    if (entry !== undefined) count += partCount(entry);
  }
  return count;
}

function limit(tank: VsrTank, process: ProcessId, what: string, count: number, max: number): void {
  if (count <= max) return;
  tank.violate({
    title: 'limit exceeded',
    facts: [`replica ${process} has ${count} ${what}, at most ${max} are allowed`],
    witness: what,
    process,
  });
}
