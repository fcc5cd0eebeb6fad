import type { AbdState } from '../../../src/register/abd.ts';
import type { Timestamp } from '../../../src/register/messages.ts';
import { always, type Property } from '../model/property.ts';

// Invariants of invariants/register as far as they follow from the states alone, under the same names.

/** Other registers have no storage. */
const isAbd = (state: object): state is AbdState => 'storage' in state && 'desk' in state;

const compare = (a: Timestamp, b: Timestamp): number =>
  a.seq - b.seq || a.writer - b.writer || a.incarnation - b.incarnation;

/** The durable value of a replica that has read its disk. */
const durableAt = (state: object) =>
  isAbd(state) && state.storage.opened ? state.storage.durable : undefined;

export const registerProperties: readonly Property[] = [
  // B4. After a crash the invariant looks at the disk, whatever the replica has read from it.
  {
    kind: 'never',
    name: 'replica-timestamp',
    step(before, event, after) {
      if (event.type === 'crash') return false;
      const [was, is] = [durableAt(before), durableAt(after)];
      return was !== undefined && is !== undefined && compare(is.at, was.at) < 0;
    },
  },
  // B6
  always.pair('unique-timestamp', (a, b) => {
    const [one, other] = [durableAt(a), durableAt(b)];
    if (one === undefined || other === undefined || compare(one.at, other.at) !== 0) return true;
    return one.value === other.value;
  }),
];
