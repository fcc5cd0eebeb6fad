import { refuse, type SlowEvent, type SlowOperation } from './slow.ts';

/** An operation of a register, in an order that is partial. */
interface Op {
  readonly process: string;
  readonly f: string;
  readonly key: string;
  readonly given: string;
  /** Undefined: every result matches. `no`: the operation was refused. */
  readonly answer: string | undefined;
  readonly fate: 'ok' | 'refused' | 'unknown' | 'fail';
  readonly call: bigint;
  readonly end: bigint | undefined;
  /** Place among those of its process. */
  readonly turn: number;
}

export type SlowVerdict = 'ok' | 'bad' | 'refused' | 'nothing';

/** Judges registers by key, by trying every order. */
export function slowVerdict(events: readonly SlowEvent[], operations: readonly SlowOperation[]): SlowVerdict {
  const ops = operations.length > 0 ? fromOperations(operations) : fromEvents(events);
  if (ops.length === 0) refuse('nothing');
  for (const { f } of ops) if (!['read', 'write', 'cas'].includes(f)) refuse('no such operation');
  if (ops.every(({ fate }) => fate !== 'ok' && fate !== 'refused')) return 'nothing';
  const keys = new Set(ops.map(({ key }) => key));
  const acted = ops.filter(({ fate }) => fate !== 'fail');
  return [...keys].every((key) =>
    hasOrder(
      acted.filter((op) => op.key === key),
      'nil',
      new Set(),
    ),
  )
    ? 'ok'
    : 'bad';
}

const NULLS = new Set(['null', 'nil', undefined]);
const plain = (value: string | undefined): string =>
  value === undefined || NULLS.has(value) ? 'nil' : value;

function fromEvents(events: readonly SlowEvent[]): Op[] {
  const open = new Map<string, { call: SlowEvent; at: number }>();
  const ops: Op[] = [];
  const turns = new Map<string, number>();
  const close = (
    known: { call: SlowEvent; at: number },
    fate: Op['fate'],
    said: string | undefined,
    end: bigint | undefined,
  ): void => {
    const { process, f, key = '', value } = known.call;
    const turn = turns.get(process) ?? 0;
    turns.set(process, turn + 1);
    const isNo = fate === 'ok' && f !== 'read' && name(f) !== 'read' && said === 'false' && value !== 'false';
    ops.push(opOf(process, name(f), key, value, said, isNo ? 'refused' : fate, BigInt(known.at), end, turn));
  };
  for (const [at, event] of events.entries()) {
    const known = open.get(event.process);
    if (event.type === 'invoke') {
      if (known !== undefined) refuse('open');
      open.set(event.process, { call: event, at });
      continue;
    }
    if (known === undefined || known.call.f !== event.f) return refuse('no call');
    if (event.key !== undefined && event.key !== known.call.key) refuse('another key');
    open.delete(event.process);
    const fate = event.type === 'info' ? 'unknown' : (event.type as Op['fate']); // the only ones left
    close(known, fate, event.value, fate === 'unknown' ? undefined : BigInt(at));
  }
  for (const known of open.values()) close(known, 'unknown', undefined, undefined);
  return ops;
}

const name = (f: string): string => (f.startsWith('"') ? (JSON.parse(f) as string) : f.replace(/^:/, ''));

function opOf(
  process: string,
  f: string,
  key: string,
  given: string | undefined,
  said: string | undefined,
  fate: Op['fate'],
  call: bigint,
  end: bigint | undefined,
  turn: number,
): Op {
  if (f === 'cas' && pair(given) === undefined) refuse('no pair');
  const answer = f === 'read' && said !== undefined ? plain(said) : undefined;
  return { process, f, key, given: plain(given), answer, fate, call, end, turn };
}

/** The two parts of a canonical list. */
function pair(text: string | undefined): readonly [string, string] | undefined {
  if (text === undefined || !/^\[.*\]$/s.test(text)) return undefined;
  const parts: string[] = [''];
  let depth = 0;
  for (const [token] of text.slice(1, -1).matchAll(/"(?:[^"\\]|\\.)*"|\\[\s\S]|[\s\S]/g)) {
    if (/^[[{]$/.test(token)) depth += 1;
    if (/^[\]}]$/.test(token)) depth -= 1;
    if (depth === 0 && /^[ ,]$/.test(token)) parts.push('');
    else parts[parts.length - 1] += token;
  }
  const [from = '', to = ''] = parts;
  return parts.length === 2 && from !== '' && to !== '' ? [plain(from), plain(to)] : undefined;
}

function fromOperations(operations: readonly SlowOperation[]): Op[] {
  const turns = new Map<string, SlowOperation[]>();
  for (const op of operations) turns.set(op.process, [...(turns.get(op.process) ?? []), op]);
  return [...turns.values()].flatMap((own) => {
    const rank = (op: SlowOperation): number => (op.end !== undefined && op.end > op.call ? 1 : 0);
    const sorted = [...own].sort((a, b) =>
      a.call < b.call ? -1 : a.call > b.call ? 1 : rank(a) - rank(b) || a.line - b.line,
    );
    return sorted.map((op, turn) => {
      const before = sorted[turn - 1];
      if (before?.end !== undefined && before.end > op.call) refuse('busy');
      const said = op.result ?? (op.f === 'read' ? op.value : undefined);
      const given = op.f === 'read' ? undefined : op.value;
      const isNo = op.f !== 'read' && said === 'false' && given !== 'false';
      const fate =
        op.end === undefined
          ? op.ok || op.f === 'cas'
            ? 'unknown'
            : 'fail'
          : op.ok
            ? isNo
              ? 'refused'
              : 'ok'
            : op.f === 'cas'
              ? 'refused'
              : 'fail';
      return opOf(op.process, op.f, op.key ?? '', given, said, fate, op.call, op.end, turn);
    });
  });
}

function isBefore(a: Op, b: Op): boolean {
  if (a.process === b.process) return a.turn < b.turn && a.fate !== 'unknown';
  return a.end !== undefined && a.end < b.call;
}

function hasOrder(left: readonly Op[], state: string, failures: Set<string>): boolean {
  if (left.every(({ fate }) => fate === 'unknown')) return true;
  const memo = `${state} ${left.map((op) => `${op.process}.${op.turn}`).join()}`;
  if (failures.has(memo)) return false;
  failures.add(memo);
  return left.some((op) => {
    if (left.some((other) => other !== op && isBefore(other, op))) return false;
    const after = step(op, state);
    return (
      after !== undefined &&
      hasOrder(
        left.filter((other) => other !== op),
        after,
        failures,
      )
    );
  });
}

/** The state after it; undefined if it cannot have been. */
function step(op: Op, state: string): string | undefined {
  if (op.f === 'read')
    return op.answer === undefined || op.fate !== 'ok' || op.answer === state ? state : undefined;
  if (op.f === 'write') return op.fate === 'refused' ? undefined : op.given;
  const [from, to] = pair(op.given) ?? ['', ''];
  if (state === from) return op.fate === 'refused' ? undefined : to;
  return op.fate === 'ok' ? undefined : state;
}
