import type { ProcessId } from '../../src/process/ids.ts';
import type { Request } from '../../src/vsr/data/client-messages.ts';
import { type EpochFacts, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly epochs: EpochFacts;
  /** The request that a full primary is handling. */
  open: { readonly process: ProcessId; readonly request: Request } | null;
}

/** I30. Without a reply the client retries at all replicas, at the worst time: a primary without room must say so. */
export function refusedAloud({ epochs, options }: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I30',
    name: 'refused-aloud',
    statement:
      'A primary whose pipeline is full queues a new request of a session that it knows, or tells the client that it is busy.',
    initial: (tank) => ({ epochs: tank.shared(epochs), open: null }),
    only: { deliver: ['Request'], send: ['Busy', 'Reply', 'Eviction'] },
    on: {
      deliver(state, tank, _from, to, message) {
        state.open = null;
        if (message.type !== 'Request' || !isNew(tank, to, message)) return;
        const replica = tank.replica(to);
        if (replica === undefined || replica.status !== 'normal' || replica.timing.abdicated) return;
        if (primaryOf(state.epochs, replica.view) !== to) return;
        const inPipeline = replica.log.length + replica.predicting.size - replica.commitMax;
        if (inPipeline >= options.pipelineMax) state.open = { process: to, request: message };
      },
      send(state, _tank, from, _to, message) {
        if (state.open?.process !== from) return;
        if ('client' in message && message.client === state.open.request.client) state.open = null;
      },
      step(state, tank, process) {
        const { open } = state;
        if (open?.process !== process) return;
        state.open = null;
        const { client, request } = open.request;
        const queued = tank.replica(process)?.queued.get(client);
        if (queued?.request.request === request || !isNew(tank, process, open.request)) return;
        tank.violate({
          title: 'request dropped without a word',
          facts: [
            `replica ${process} is the primary, its pipeline is full, and it got request ${request} of client ${client}`,
            'it has neither queued it nor told the client that it is busy',
          ],
          witness: 'dropped',
          process,
        });
      },
      crash(state) {
        state.open = null;
      },
    },
  };
}

/** Whether a replica knows the session of the request, but not the request itself. */
function isNew(tank: VsrTank, process: ProcessId, { client, kind, request, session }: Request): boolean {
  const replica = tank.replica(process);
  if (replica === undefined || kind !== 'operation') return false;
  const record = replica.clientTable.get(client);
  if (record === undefined || record.session !== session || request <= record.request) return false;
  return !replica.inFlight.has(client) && !replica.predicting.has(client);
}
