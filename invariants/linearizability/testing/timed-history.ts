import { randomFrom } from './random.ts';

export interface TimedOptions {
  readonly operations: number;
  readonly clients: number;
  readonly keys: number;
  /**
   * `distinct`: reads, and writes of values that all differ. `swaps`: reads, writes and swaps among five values. `lists`: transactions of
   * one to five reads of lists and appends to them, whose keys are replaced from time to time, so that no list grows without end.
   */
  readonly values: 'distinct' | 'swaps' | 'lists';
  /** One read near the end returns what was replaced long before. */
  readonly stale?: boolean;
}

interface Operation {
  readonly client: number;
  readonly op: 'read' | 'write' | 'cas' | 'txn';
  readonly key?: string;
  value: unknown;
  ok?: boolean;
  readonly call: number;
  return: number;
}

/** Means of the times that an operation takes to act, and then to return, and that a client thinks. */
const MEAN_NS = 500_000;
const SWAPPED_VALUES = 5;
const ACCESSES_MAX = 5;
/** So many transactions share their keys. */
const GENERATION = 600;

type Access = [kind: 'r' | 'append', key: string, value: unknown];

/**
 * JSON lines of a real register by key, the same for the same seed: each operation acts at one moment, all times differ, keys are drawn evenly.
 */
export function timedHistory(seed: number, options: TimedOptions): string {
  const random = randomFrom(seed);
  // About exponential: a sum of halves, without functions whose last digit engines may choose.
  const wait = (): number => {
    let ns = 1 + random(MEAN_NS);
    while (random(2) === 0) ns += random(MEAN_NS);
    return ns;
  };
  const used = new Set<number>();
  const unique = (time: number): number => {
    let free = time;
    while (used.has(free)) free += 1;
    used.add(free);
    return free;
  };
  const state = new Map<string, unknown>();
  const all: Operation[] = [];
  const clients = Array.from({ length: options.clients }, () => ({
    at: wait(),
    step: 'call' as 'call' | 'act' | 'return',
    current: undefined as Operation | undefined,
  }));
  let left = options.operations;
  for (;;) {
    let client = -1;
    clients.forEach(({ at }, i) => {
      if (at < (clients[client]?.at ?? Infinity)) client = i;
    });
    const next = clients[client];
    if (next === undefined) break;
    const now = next.at;
    if (next.step === 'call') {
      next.at = Infinity;
      if (left === 0) continue;
      left -= 1;
      const call = unique(now);
      const current = { client, ...drawn(random, options, all.length), call, return: 0 };
      all.push(current);
      Object.assign(next, { at: call + wait(), step: 'act', current });
    } else if (next.current !== undefined && next.step === 'act') {
      act(next.current, state);
      Object.assign(next, { at: now + wait(), step: 'return' });
    } else if (next.current !== undefined) {
      next.current.return = unique(now);
      Object.assign(next, { at: now + wait(), step: 'call' });
    }
  }
  if (options.stale === true) makeStale(all);
  return `${all.map((one) => JSON.stringify(one)).join('\n')}\n`;
}

function drawn(
  random: (bound: number) => number,
  { keys, values }: TimedOptions,
  id: number,
): Pick<Operation, 'op' | 'key' | 'value'> {
  if (values === 'lists') return { op: 'txn', value: drawnAccesses(random, keys, id) };
  const key = `k${random(keys)}`;
  if (values === 'distinct')
    return random(2) === 0 ? { op: 'read', key, value: null } : { op: 'write', key, value: id + 1 };
  const value = random(SWAPPED_VALUES);
  const kind = random(3);
  if (kind === 0) return { op: 'read', key, value: null };
  return kind === 1
    ? { op: 'write', key, value }
    : { op: 'cas', key, value: [value, random(SWAPPED_VALUES)] };
}

function drawnAccesses(random: (bound: number) => number, keys: number, id: number): Access[] {
  return Array.from({ length: 1 + random(ACCESSES_MAX) }, (_, i): Access => {
    const key = `k${Math.floor(id / GENERATION) * keys + random(keys)}`;
    return random(2) === 0 ? ['r', key, null] : ['append', key, id * ACCESSES_MAX + i];
  });
}

function access(one: Access, lists: Map<string, unknown>): void {
  const [kind, key, value] = one;
  const list = (lists.get(key) ?? []) as readonly unknown[]; // put there below
  if (kind === 'r') one[2] = list;
  else lists.set(key, [...list, value]);
}

function act(operation: Operation, state: Map<string, unknown>): void {
  const { op, key = '', value } = operation;
  if (op === 'txn') {
    for (const one of value as Access[]) access(one, state); // as drawn
    return;
  }
  const current = state.get(key) ?? null;
  if (op === 'read') operation.value = current;
  else if (op === 'write') state.set(key, value);
  else if (Array.isArray(value)) {
    operation.ok = current === value[0];
    if (operation.ok) state.set(key, value[1]);
  }
}

function makeStale(all: readonly Operation[]): void {
  const bad = all.findIndex(({ op }, i) => op === 'read' && i > 0.9 * all.length);
  const read = all[bad];
  const writes = all.slice(0, bad).filter(({ op, key }) => op === 'write' && key === read?.key);
  const old = writes.at(-40);
  if (read !== undefined && old !== undefined) read.value = old.value;
}
