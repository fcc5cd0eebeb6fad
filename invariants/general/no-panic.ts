import { isContractError } from '../../src/process/contract-error.ts';
import { placeIn } from '../../src/process/place.ts';
import type { Invariant } from '../observer.ts';

/** I25. No handler of a process throws, whatever the tank does to it. */
export const noPanic: Invariant = {
  id: 'I25',
  name: 'no-panic',
  statement: 'No handler of a process throws, on any input that the fault model may produce.',
  initial: () => ({}),
  on: {
    panic(_state, tank, process, error) {
      const misuse = isContractError(error);
      const text = misuse
        ? error.message
        : error instanceof Error
          ? `${error.name}: ${error.message}`
          : String(error);
      const place = error instanceof Error ? placeIn(error.stack ?? '') : null;
      const frozen = error instanceof TypeError && FROZEN.test(error.message);
      tank.violate({
        title: misuse ? error.title : frozen ? 'a sent message was changed' : 'a process panicked',
        facts: [
          misuse ? text : `${process < tank.replicas ? 'replica' : 'client'} ${process} threw  ${text}`,
          ...(place === null ? [] : [`at ${place}`]),
          ...(frozen
            ? ['what was sent must not change any more, and no state may share it: send a copy']
            : []),
        ],
        witness: text.replace(/-?\d[\d.,]*/g, '#').slice(0, 120),
        process,
      });
    },
  },
};

/**
 * Error messages of engines for a change of a frozen object. Sent messages are frozen in some of the runs.
 */
const FROZEN = /read only property|not extensible|Cannot delete property|Cannot redefine property/;
