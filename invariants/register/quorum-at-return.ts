import type { Returned } from '../../src/register/abd.ts';
import type { Timestamp } from '../../src/register/messages.ts';
import type { Invariant } from '../observer.ts';
import type { RegisterView } from './view.ts';

/** B5. Whatever has returned survives the crash of any minority. */
export function quorumAtReturn(view: RegisterView): Invariant<{ readonly durable: Timestamp[] }> {
  return {
    id: 'B5',
    name: 'quorum-at-return',
    statement:
      'When an operation returns with timestamp T, a quorum of replicas durably holds timestamps of at least T.',
    initial: (tank) => ({ durable: Array.from({ length: tank.replicas }, () => view.never) }),
    only: { observe: ['register-return'] },
    on: {
      durable({ durable }, tank, process, file) {
        if (file === view.file && process < tank.replicas)
          durable[process] = view.read(tank.durable(process, file));
      },
      crash({ durable }, tank, process) {
        if (process < tank.replicas) durable[process] = view.read(tank.durable(process, view.file));
      },
      observe({ durable }, tank, process, observation) {
        const { at } = observation as Returned; // the only observation asked for
        const holders = durable.filter((held) => view.compare(held, at) >= 0).length;
        const quorum = view.quorumOf(tank.replicas);
        if (holders >= quorum) return;
        tank.violate({
          title: 'operation returned without a quorum',
          facts: [
            `replica ${process} returns an operation with timestamp ${at.seq} of writer ${at.writer}`,
            `${holders} of ${tank.replicas} replicas hold it, or a later one, on disk; a quorum is ${quorum}`,
          ],
          witness: 'no-quorum',
          process,
        });
      },
    },
  };
}
