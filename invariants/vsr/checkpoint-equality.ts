import type { ProcessId } from '../../src/process/ids.ts';
import type { Checkpointed } from '../../src/vsr/data/observations.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { hex } from './facts/text.ts';
import type { VsrInvariant } from './facts/types.ts';

/** The first checkpoint of an op at any replica. */
interface First {
  readonly bytesChecksum: number;
  readonly process: ProcessId;
  readonly step: number;
}

interface State {
  readonly canon: CanonFacts;
  readonly firsts: Map<number, First>;
}

/**
 * I14. Checkpoints of op c have the same bytes at all replicas, whether just taken or encoded again after a
 * restore, and their service has the digest that executing op c gave. Replay from there is the business of
 * I13.
 */
export const checkpointEquality: VsrInvariant<State> = {
  id: 'I14',
  name: 'checkpoint-equality',
  statement:
    'Checkpoints of one op have the same bytes everywhere, taken or restored, and the state digest that executing that op gave.',
  initial: (tank) => ({ canon: tank.shared(canonFacts), firsts: new Map() }),
  only: { observe: ['checkpointed', 'restored'] },
  on: {
    observe({ canon, firsts }, tank, process, observation) {
      if (observation.type !== 'checkpointed' && observation.type !== 'restored') return;
      const { bytesChecksum, digest, op, type } = observation as Checkpointed; // the only ones with these types
      const how = type === 'restored' ? 'restored' : 'took';
      const executed = canon.digests[op - 1];
      if (executed !== digest) {
        tank.violate({
          title: 'checkpoint is not the state of its op',
          facts: [
            `replica ${process} ${how} a checkpoint of op ${op} with state digest ${digest}`,
            executed === undefined
              ? `nobody has executed op ${op}`
              : `executing op ${op} gave replica ${canon.executedBy[op - 1]} the digest ${executed}`,
          ],
          witness: `${type}-other-state`,
          process,
        });
        return;
      }
      const first = firsts.get(op);
      if (first === undefined) {
        firsts.set(op, { bytesChecksum, process, step: tank.step });
      } else if (first.bytesChecksum !== bytesChecksum) {
        tank.violate({
          title: 'checkpoints differ',
          facts: [
            `replica ${process} ${how} a checkpoint of op ${op}, checksum of its bytes ${hex(bytesChecksum)}`,
            `replica ${first.process} had one of that op at step ${first.step}, checksum ${hex(first.bytesChecksum)}`,
            `the service is the same (digest ${digest}): what differs is the client table or the configuration`,
          ],
          witness: `${type}-other-bytes`,
          process,
          evidence: [first.step],
        });
      }
    },
  },
};
