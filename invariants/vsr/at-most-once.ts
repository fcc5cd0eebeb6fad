import type { ProcessId } from '../../src/process/ids.ts';
import type { Entry, Part } from '../../src/vsr/data/entry.ts';
import type { Checkpointed, Executed } from '../../src/vsr/data/observations.ts';
import { getByRequest } from './facts/by-request.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { partAt, partCount } from './facts/parts.ts';
import { CHANGED, replicaFacts } from './facts/replicas.ts';
import { showEntry } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly canon: CanonFacts;
  /** Per replica: highest op executed in its current incarnation. */
  readonly executed: number[];
}

/**
 * I12. Each incarnation of a replica executes ops 1, 2, 3 ..., or those after the checkpoint that it
 * restored, once each, and its commit number says how many. Of all entries for one request (client, session,
 * number) at most one takes effect.
 */
export const atMostOnce: VsrInvariant<State> = {
  id: 'I12',
  name: 'at-most-once',
  statement:
    'Each incarnation executes each op once, in order, and has executed as many as its commit number says; of the entries for one request at most one takes effect.',
  initial: (tank) => ({
    canon: tank.shared(canonFacts),
    executed: Array.from({ length: tank.replicas }, () => 0),
  }),
  only: { observe: ['executed', 'restored'], step: { facts: replicaFacts, bits: CHANGED.commit } },
  on: {
    observe({ canon, executed }, tank, process, observation) {
      if (observation.type === 'restored') {
        const { op } = observation as Checkpointed; // the only observation with this type
        executed[process] = op;
        return;
      }
      if (observation.type !== 'executed') return;
      const execution = observation as Executed; // the only observation with this type
      const { entry } = execution;
      const next = (executed[process] ?? 0) + 1;
      if (entry.op !== next) {
        tank.violate({
          title: entry.op < next ? 'operation executed twice' : 'operation skipped',
          facts: [
            `replica ${process} has executed ops 1 to ${next - 1} in this incarnation`,
            `now it executes op ${entry.op}  ${showEntry(entry)}`,
          ],
          witness: entry.op < next ? 'executed-again' : 'skipped',
          process,
        });
      }
      executed[process] = entry.op;
      for (let i = 0; i < partCount(entry); i++) {
        const part = partAt(entry, i);
        if (part === undefined || part.kind === 'register' || execution.effects[i] !== true) continue;
        const op = getByRequest(canon.effectOps, part.client, part.session, part.request);
        const again = (op !== undefined && op !== entry.op) || ranBefore(execution, i, part);
        if (again) report(tank, process, entry, part, op);
      }
    },
    step({ canon, executed }, tank, process) {
      const commit = canon.replicas.shadows[process]?.commit ?? 0;
      if (commit === executed[process]) return;
      tank.violate({
        title: 'commit number without execution',
        facts: [`replica ${process} has commit ${commit}, but has executed ${executed[process]} ops`],
        witness: 'commit-not-executed',
        process,
      });
    },
    crash({ executed }, tank, process) {
      if (process < tank.replicas) executed[process] = 0;
    },
  },
};

/** Whether the same request took effect before, in the same entry. */
function ranBefore({ effects, entry }: Executed, index: number, { client, request, session }: Part): boolean {
  for (let i = 0; i < index; i++) {
    const part = partAt(entry, i);
    if (part?.client !== client || part.request !== request || part.session !== session) continue;
    if (part.kind !== 'register' && effects[i] === true) return true;
  }
  return false;
}

function report(tank: VsrTank, process: ProcessId, entry: Entry, part: Part, op: number | undefined): void {
  tank.violate({
    title: 'request took effect twice',
    facts: [
      `request ${part.request} of client ${part.client} (session ${part.session}) took effect as op ${op}`,
      `replica ${process} executes it again, with effect, as op ${entry.op}  ${showEntry(entry)}`,
    ],
    witness: 'request-again',
    process,
  });
}
