import type { Tree } from '../../recording/tree.ts';
import type { Log } from './known-fields.ts';

/** One position across all logs. */
export interface LogRow {
  readonly position: number;
  /** Cells by replica. */
  readonly cells: readonly LogCell[];
  /** Two replicas consider different entries committed. */
  readonly isDiverged: boolean;
}

export interface LogCell {
  /** Undefined: no entry, or the replica is down. */
  readonly entry: Tree | undefined;
  readonly isCommitted: boolean;
  /** Differs from the most common entry at this position. */
  readonly isOdd: boolean;
}

/** Aligns the last positions of all logs, latest first. */
export function logRows(logs: readonly (Log | undefined)[], rowsMax: number): readonly LogRow[] {
  const last = Math.max(0, ...logs.map((log) => log?.last ?? 0));
  const rows: LogRow[] = [];
  for (let position = last; position > 0 && rows.length < rowsMax; position--)
    rows.push(rowAt(logs, position));
  return rows;
}

function rowAt(logs: readonly (Log | undefined)[], position: number): LogRow {
  const entries = logs.map((log) => log?.entries.get(position));
  const texts = entries.map((entry) => (entry === undefined ? undefined : JSON.stringify(entry)));
  const isCommitted = logs.map((log) => log !== undefined && position <= log.commit);
  const usual = commonest(texts);
  const committed = new Set(texts.filter((text, i) => text !== undefined && isCommitted[i] === true));
  return {
    position,
    cells: entries.map((entry, i) => ({
      entry,
      isCommitted: isCommitted[i] === true,
      isOdd: texts[i] !== undefined && texts[i] !== usual,
    })),
    isDiverged: committed.size > 1,
  };
}

function commonest(texts: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
