import { branchOf } from '../../parts/tree/children.ts';
import type { Tree } from '../../recording/tree.ts';

/** Common field names in protocols: role, leader period (view, term), log, and commit position. */
const ROLES = /^(status|role|state|mode)$/i;
/** If several match, the one that changes most often comes first. */
const PERIODS = [/^(view|term|ballot)$/i, /^(round|period)$/i, /^epoch$/i];
const LOGS = /^(log|entries|journal)$/i;
const BASES = /^(base|logBase|offset|start|snapshotIndex|first)$/i;
const COMMITS = /^(commit|commitNumber|commitIndex|committed|commitMin)$/i;

type Fields = readonly (readonly [name: string | number, child: Tree])[];

const fieldsOf = (tree: Tree): Fields => branchOf(tree)?.entries ?? [];

/** First field with a matching name and value. */
function find<Value extends Tree>(
  fields: Fields,
  name: RegExp,
  is: (value: Tree) => value is Value,
): readonly [name: string, value: Value] | undefined {
  for (const [field, value] of fields)
    if (name.test(String(field)) && is(value)) return [String(field), value];
  return undefined;
}

const isNumber = (value: Tree): value is number => typeof value === 'number';
const isText = (value: Tree): value is string => typeof value === 'string';
const isList = (value: Tree): value is readonly Tree[] => Array.isArray(value);

/** Self-reported status of a replica. */
export interface Standing {
  readonly role: string | undefined;
  /** `view 3`. */
  readonly period: string | undefined;
}

export function standingOf(state: Tree): Standing {
  const fields = fieldsOf(state);
  const role = find(fields, ROLES, isText)?.[1];
  const period = PERIODS.map((name) => find(fields, name, isNumber)).find((each) => each !== undefined);
  return { role, period: period?.join(' ') };
}

/** Log of a replica: entries by 1-based position, and how many are known to be committed. */
export interface Log {
  readonly entries: ReadonlyMap<number, Tree>;
  readonly last: number;
  readonly commit: number;
}

/** Finds the log; undefined when nothing in the state looks like one. */
export function logOf(state: Tree): Log | undefined {
  const fields = fieldsOf(state);
  const within = fields.find(([name]) => LOGS.test(String(name)));
  if (within === undefined) return undefined;
  const inner = isList(within[1]) ? undefined : fieldsOf(within[1]);
  const list = isList(within[1])
    ? within[1]
    : inner === undefined
      ? undefined
      : find(inner, LOGS, isList)?.[1];
  if (list === undefined) return undefined;
  const base = inner === undefined ? 0 : (find(inner, BASES, isNumber)?.[1] ?? 0);
  const entries = new Map<number, Tree>();
  list.forEach((entry, i) => {
    if (!isHole(entry)) entries.set(base + i + 1, entry);
  });
  return { entries, last: base + list.length, commit: find(fields, COMMITS, isNumber)?.[1] ?? 0 };
}

/** Marks removed entries: an array truncated at the start keeps its indices. */
const isHole = (entry: Tree): boolean =>
  entry === null || (typeof entry === 'object' && '$value' in entry && entry['$value'] === 'undefined');
