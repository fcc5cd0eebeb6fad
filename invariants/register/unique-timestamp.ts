import type { RegisterValue, Store } from '../../src/register/messages.ts';
import type { Invariant } from '../observer.ts';

/** B6. Over all Store messages. */
export const uniqueTimestamp: Invariant<{ readonly values: Map<string, RegisterValue> }> = {
  id: 'B6',
  name: 'unique-timestamp',
  statement: 'One timestamp belongs to one write operation and one value.',
  initial: () => ({ values: new Map() }),
  only: { send: ['Store'] },
  on: {
    send({ values }, tank, process, _to, message) {
      const { at, value } = message as Store; // the only message asked for
      const key = `${at.seq}.${at.writer}.${at.incarnation}`;
      const known = values.get(key);
      if (known === undefined) values.set(key, value);
      else if (known !== value) {
        tank.violate({
          title: 'one timestamp, two values',
          facts: [
            `timestamp ${at.seq} of writer ${at.writer} belongs to the value ${known}`,
            `replica ${process} stores ${value} under it`,
          ],
          witness: 'two-values',
          process,
        });
      }
    },
  },
};
