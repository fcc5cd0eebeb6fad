import type { ProcessId } from '../../../src/process/ids.ts';
import type { LogSuffix } from '../../../src/vsr/data/messages.ts';
import { type DiskFacts, durableAt, isOfLog } from './disks.ts';
import type { VsrInvariantOptions, VsrObserver } from './types.ts';

/** Where an entry of a view's log was seen. */
export const SOURCES = ['Prepare', 'PrepareOk', 'StartView', 'NewState', 'DoViewChange', 'disk'] as const;
const SOURCE_BITS = 3;

/** Known entries of the log of one view, from op `first` on; -1 where none was seen. */
interface ViewLog {
  first: number;
  checksums: number[];
  /** First source of each entry: replica * 8 + source. */
  origins: number[];
}

export interface Conflict {
  readonly view: number;
  readonly op: number;
  readonly checksum: number;
  readonly origin: number;
  readonly otherChecksum: number;
  readonly otherOrigin: number;
}

/** The log of every view according to messages and disks, and the first contradiction. */
export interface ViewstampFacts {
  readonly disks: DiskFacts;
  readonly logs: Map<number, ViewLog>;
  lastView: number;
  last: ViewLog | undefined;
  /** Per replica: log_view of its durable log, and the op up to which its entries were noted. */
  readonly notedView: number[];
  readonly notedOp: number[];
  conflict: Conflict | null;
  /** 1 from the first contradiction on: I5 is asked then, and not at every step. */
  changed: number;
}

export function viewstampFacts(
  wal: VsrInvariantOptions['wal'],
  disks: VsrObserver<DiskFacts>,
): VsrObserver<ViewstampFacts> {
  return {
    initial: (tank) => ({
      disks: tank.shared(disks),
      logs: new Map(),
      lastView: -1,
      last: undefined,
      notedView: Array.from({ length: tank.replicas }, () => 0),
      notedOp: Array.from({ length: tank.replicas }, () => 0),
      conflict: null,
      changed: 0,
    }),
    only: { send: ['Prepare', 'PrepareOk', 'StartView', 'NewState', 'DoViewChange'] },
    on: {
      send(facts, _tank, from, _to, message) {
        switch (message.type) {
          case 'Prepare':
            note(facts, message.view, message.entry.op, message.entry.checksum, from, 0);
            break;
          case 'PrepareOk':
            if (message.op > 0) note(facts, message.view, message.op, message.checksum, from, 1);
            break;
          case 'StartView':
            noteSuffix(facts, message.view, message.suffix, from, 2);
            break;
          case 'NewState':
            noteSuffix(facts, message.view, message.suffix, from, 3);
            break;
          case 'DoViewChange':
            noteSuffix(facts, message.logView, message.suffix, from, 4);
        }
      },
      durable(facts, tank, process, file) {
        if (wal === undefined || !isOfLog(wal, file) || process >= tank.replicas) return;
        const { logView, log } = durableAt(facts.disks, tank, wal, process);
        const op = log.length;
        let noted = facts.notedOp[process] ?? 0;
        if (facts.notedView[process] !== logView) {
          facts.notedView[process] = logView;
          // the head of an installed log is enough: entries are chained
          noted = op - 1;
        }
        for (let at = Math.max(noted, 0) + 1; at <= op; at++) {
          const held = log[at - 1]; // or a checkpoint stands for it
          // the lowest entry belongs to a checkpoint: it is committed, maybe in a later view than that of
          // this log
          const ofCheckpoint = at > 1 && log[at - 2] === undefined;
          if (held !== undefined && !ofCheckpoint) note(facts, logView, at, held.checksum, process, 5);
        }
        facts.notedOp[process] = op;
      },
    },
  };
}

/** Checksum of an entry in the log of a view; -1 if it was not seen. */
export function viewstamp(facts: ViewstampFacts, view: number, op: number): number {
  const log = facts.logs.get(view);
  return log?.checksums[op - log.first] ?? -1;
}

export function showOrigin(origin: number): string {
  return `${SOURCES[origin & ((1 << SOURCE_BITS) - 1)]} of replica ${origin >> SOURCE_BITS}`;
}

function noteSuffix(
  facts: ViewstampFacts,
  view: number,
  { entries }: LogSuffix,
  from: ProcessId,
  source: number,
): void {
  for (const entry of entries) note(facts, view, entry.op, entry.checksum, from, source);
}

function note(
  facts: ViewstampFacts,
  view: number,
  op: number,
  checksum: number,
  from: ProcessId,
  source: number,
): void {
  if (facts.lastView !== view) {
    facts.lastView = view;
    facts.last = facts.logs.get(view);
  }
  const origin = (from << SOURCE_BITS) | source;
  let log = facts.last;
  if (log === undefined) {
    log = { first: op, checksums: [], origins: [] };
    facts.logs.set(view, log);
    facts.last = log;
  }
  if (op < log.first) {
    const unseen = Array.from({ length: log.first - op }, () => -1);
    log.checksums = unseen.concat(log.checksums);
    log.origins = unseen.concat(log.origins);
    log.first = op;
  }
  const at = op - log.first;
  while (log.checksums.length <= at) {
    log.checksums.push(-1);
    log.origins.push(-1);
  }
  const known = log.checksums[at] as number; // filled above
  if (known === checksum) return;
  if (known === -1) {
    log.checksums[at] = checksum;
    log.origins[at] = origin;
    return;
  }
  facts.changed = 1;
  facts.conflict ??= {
    view,
    op,
    checksum: known,
    origin: log.origins[at] as number, // filled above
    otherChecksum: checksum,
    otherOrigin: origin,
  };
}
