import type { ProcessId } from 'wavetank';
import type { KvOperation } from 'wavetank/invariants';

/** The command of a log entry, for the state machine or the group. */
export type Command =
  /** First entry of a leader: commits the entries of earlier leaders. */
  | { readonly kind: 'noop' }
  /** Opens a session; its number is the index of this entry. */
  | { readonly kind: 'register' }
  | {
      readonly kind: 'apply';
      readonly session: number;
      readonly request: number;
      readonly operation: KvOperation;
    }
  | { readonly kind: 'members'; readonly members: readonly ProcessId[] };

export interface Entry {
  readonly term: number;
  readonly command: Command;
}

/** The members of the group from this index on. */
export interface Configuration {
  readonly index: number;
  readonly members: readonly ProcessId[];
}

/** Log entries after a snapshot, which covers all entries up to `base`. */
export interface Log {
  base: number;
  baseTerm: number;
  entries: Entry[];
  /** The configuration at `base`, then those of the entries, in order. The last one applies, committed or not. */
  configurations: Configuration[];
}

export const lastIndex = ({ base, entries }: Log): number => base + entries.length;

export const entryAt = ({ base, entries }: Log, index: number): Entry | undefined =>
  entries[index - base - 1];

/** Undefined if the entry is not in the log or is covered by the snapshot. */
export const termAt = (log: Log, index: number): number | undefined =>
  index === log.base ? log.baseTerm : entryAt(log, index)?.term;

export const lastTerm = (log: Log): number => termAt(log, lastIndex(log)) ?? log.baseTerm;

export const configurationOf = ({ configurations }: Log): Configuration => {
  const last = configurations.at(-1);
  if (last === undefined) throw new Error('a log begins with a configuration');
  return last;
};

export function append(log: Log, entries: readonly Entry[]): void {
  for (const entry of entries) {
    log.entries.push(entry);
    const { command } = entry;
    if (command.kind === 'members')
      log.configurations.push({ index: lastIndex(log), members: command.members });
  }
}

/** Removes the entries from this index on, and rolls back their configurations (Ongaro's thesis 4.1). */
export function truncate(log: Log, from: number): void {
  log.entries.length = from - log.base - 1;
  log.configurations = log.configurations.filter(({ index }) => index < from);
}

/** Removes the entries up to this index, which a snapshot covers. */
export function compact(log: Log, upTo: number): void {
  const term = termAt(log, upTo);
  if (term === undefined) throw new Error(`entry ${upTo} is not in the log`);
  const { configurations } = log;
  const counts = configurations.findLastIndex(({ index }) => index <= upTo);
  log.entries = log.entries.slice(upTo - log.base);
  log.base = upTo;
  log.baseTerm = term;
  log.configurations = configurations.slice(counts);
}

/** The members at an index in the log or at its base. */
export function membersAt({ configurations }: Log, at: number): readonly ProcessId[] {
  const found = configurations.findLast(({ index }) => index <= at);
  if (found === undefined) throw new Error(`the log does not reach back to ${at}`);
  return found.members;
}

/** True if a candidate's log that ends here is at least as up to date as this log (paper, 5.4.1). */
export function isUpToDate(
  log: Log,
  theirs: { readonly lastIndex: number; readonly lastTerm: number },
): boolean {
  const ownTerm = lastTerm(log);
  if (theirs.lastTerm !== ownTerm) return theirs.lastTerm > ownTerm;
  return theirs.lastIndex >= lastIndex(log);
}

export const isMajority = (who: readonly ProcessId[], members: readonly ProcessId[]): boolean =>
  2 * members.filter((member) => who.includes(member)).length > members.length;
