import { append, type Log, truncate } from '../log.ts';
import type { Snapshot } from '../machine.ts';
import { type Change, recordsIn } from './record.ts';

/** The state read from disk. */
export interface Recovered {
  readonly generation: number;
  readonly term: number;
  readonly vote: number | null;
  readonly snapshot: Snapshot;
  readonly log: Log;
}

/** Restores the state from the later file, unless its first record is incomplete. Undefined if both files are empty. */
export function recovered(files: readonly Uint8Array[]): Recovered | undefined {
  const [later] = files
    .map(recordsIn)
    .filter(([first]) => first?.changes[0]?.kind === 'base')
    .sort(([a], [b]) => (b?.generation ?? 0) - (a?.generation ?? 0));
  const first = later?.[0];
  if (later === undefined || first === undefined) return undefined;
  const [, ...rest] = later.flatMap(({ changes }) => changes);
  const base = first.changes[0];
  if (base?.kind !== 'base') throw new Error('a file begins with all that there is');
  return rest.reduce(changed, fromBase(first.generation, base));
}

function fromBase(generation: number, base: Extract<Change, { kind: 'base' }>): Recovered {
  const { term, vote, snapshot, entries } = base;
  const log: Log = {
    base: snapshot.index,
    baseTerm: snapshot.term,
    entries: [],
    configurations: [{ index: snapshot.index, members: snapshot.members }],
  };
  append(log, entries);
  return { generation, term, vote, snapshot, log };
}

function changed(before: Recovered, change: Change): Recovered {
  switch (change.kind) {
    case 'vote':
      return { ...before, term: change.term, vote: change.vote };
    case 'entries':
      truncate(before.log, change.from);
      append(before.log, change.entries);
      return before;
    case 'base':
      return fromBase(before.generation, change);
  }
}
