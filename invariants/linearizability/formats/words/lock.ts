import { type LockOperation, type LockResult, lock } from '../../models/lock.ts';
import { ABSENT } from '../recorded.ts';
import { NULL, type ValueTable } from '../value-table.ts';
import { naming, unknownOperation, type Vocabulary } from '../vocabulary.ts';

/** `acquire` and `release` by an owner, or by the process; either may be refused. */
export function lockWords(values: ValueTable): Vocabulary<string | null, LockOperation, LockResult> {
  const nameOf = naming(values);
  return {
    model: lock,
    operation(row) {
      const { f, key, argument } = row;
      if (f !== 'acquire' && f !== 'release') return unknownOperation(row, 'lock');
      const owner = argument === ABSENT || argument === NULL ? row.process : argument;
      return { kind: f, owner: nameOf(owner), lock: key === ABSENT ? '' : nameOf(key) };
    },
    result: (row) => !row.isRefused,
  };
}
