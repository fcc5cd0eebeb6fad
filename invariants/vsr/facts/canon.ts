import type { ProcessId } from '../../../src/process/ids.ts';
import type { Entry } from '../../../src/vsr/data/entry.ts';
import type { Executed } from '../../../src/vsr/data/observations.ts';
import { type ByRequest, setByRequestOnce } from './by-request.ts';
import { partAt, partCount } from './parts.ts';
import { CHANGED, type ReplicaFacts, replicaFacts } from './replicas.ts';
import type { VsrObserver, VsrTank } from './types.ts';

/**
 * The canonical log C. `entries[op - 1]` is the first entry that any replica committed at op, and never
 * changes. Results are those of the first replica that executed it.
 */
export interface CanonFacts {
  readonly replicas: ReplicaFacts;
  readonly entries: Entry[];
  readonly committedBy: ProcessId[];
  readonly committedAtStep: number[];
  /** By op, then by place in the entry. */
  readonly results: (readonly unknown[])[];
  readonly digests: number[];
  readonly effects: (readonly boolean[])[];
  readonly executedBy: ProcessId[];
  /** Step of the first reply for this op. */
  readonly repliedAtStep: (number | undefined)[];
  /** The op as which each request first took effect. */
  readonly effectOps: ByRequest<number>;
}

export const canonFacts: VsrObserver<CanonFacts> = {
  initial: (tank) => ({
    replicas: tank.shared(replicaFacts),
    entries: [],
    committedBy: [],
    committedAtStep: [],
    results: [],
    digests: [],
    effects: [],
    executedBy: [],
    repliedAtStep: [],
    effectOps: new Map(),
  }),
  only: { send: ['Reply'], observe: ['executed'], step: { facts: replicaFacts, bits: CHANGED.commit } },
  on: {
    observe(canon, tank, process, observation) {
      if (observation.type !== 'executed') return;
      const executed = observation as Executed; // the only observation with this type
      const { entry } = executed;
      if (entry.op === canon.entries.length + 1) commit(canon, tank, process, entry);
      if (entry.op !== canon.results.length + 1) return;
      canon.results.push(executed.results);
      canon.digests.push(executed.digest);
      canon.effects.push(executed.effects);
      canon.executedBy.push(process);
      for (let i = 0; i < partCount(entry); i++) {
        const part = partAt(entry, i);
        if (part === undefined || part.kind === 'register' || executed.effects[i] !== true) continue;
        setByRequestOnce(canon.effectOps, part.client, part.session, part.request, entry.op);
      }
    },
    step(canon, tank, process) {
      const replica = tank.replica(process);
      if (replica === undefined) return;
      while (canon.entries.length < replica.commit) {
        const entry = replica.log[canon.entries.length];
        if (entry === undefined) return;
        commit(canon, tank, process, entry);
      }
    },
    send(canon, tank, _from, _to, message) {
      if (message.type === 'Reply') canon.repliedAtStep[message.op] ??= tank.step;
    },
  },
};

function commit(canon: CanonFacts, tank: VsrTank, process: ProcessId, entry: Entry): void {
  canon.entries.push(entry);
  canon.committedBy.push(process);
  canon.committedAtStep.push(tank.step);
}
