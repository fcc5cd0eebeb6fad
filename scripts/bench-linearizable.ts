import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { checkColumns, checkHistory } from '../invariants/linearizability/check.ts';
import { bind } from '../invariants/linearizability/formats/bound.ts';
import { readHistory } from '../invariants/linearizability/formats/format.ts';
import { guessVocabulary, withVocabulary } from '../invariants/linearizability/formats/words/index.ts';
import type { HistoryEvent } from '../invariants/linearizability/history.ts';
import type { DeterministicModel, SequentialModel } from '../invariants/linearizability/model.ts';
import {
  type RegisterOperation,
  type RegisterResult,
  register,
} from '../invariants/linearizability/models/register.ts';
import {
  type TextOperation,
  type TextResult,
  type TextState,
  textStore,
} from '../invariants/linearizability/models/text-store.ts';
import { generate } from '../invariants/linearizability/testing/history.ts';
import { randomFrom } from '../invariants/linearizability/testing/random.ts';
import { initialZones, zoneCall, zoneReturned } from '../invariants/linearizability/zones.ts';

/**
 * What judging histories costs: medians of five rounds, on generated histories; with a folder of published ones
 * (`--histories`, as the page docs/linearizability.md describes), on these too. Whole processes: `bench-processes.ts`.
 */
const ROUNDS = 5;
const { values } = parseArgs({
  options: { histories: { type: 'string' } },
});
const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

function timed(name: string, work: () => string): void {
  const ms: number[] = [];
  let said = '';
  for (let round = 0; round < ROUNDS; round++) {
    const beganMs = performance.now();
    said = work();
    ms.push(performance.now() - beganMs);
  }
  console.log(`${name.padEnd(46)} ${median(ms).toFixed(1).padStart(9)} ms  ${said}`);
}

type Random = (bound: number) => number;
const neverCorrupt = { unknown: 0, failed: 0, corrupted: 0 };

function history<State, Operation, Result>(
  model: DeterministicModel<State, Operation, Result>,
  clients: number,
  operations: number,
  operation: (random: Random, id: number) => Operation,
): HistoryEvent<Operation, Result>[] {
  const corrupt = (_: Random, result: Result): Result => result;
  return generate(model, randomFrom(clients), { clients, operations, operation, corrupt, ...neverCorrupt });
}

const distinct = (random: Random, id: number): RegisterOperation =>
  random(2) === 0 ? { kind: 'read' } : { kind: 'write', value: `v${id}` };

const swaps = (random: Random): RegisterOperation => {
  const kind = random(3);
  if (kind === 0) return { kind: 'read' };
  if (kind === 1) return { kind: 'write', value: String(random(5)) };
  return { kind: 'cas', from: String(random(5)), to: String(random(5)) };
};

const texts = (random: Random, id: number): TextOperation => {
  const key = String(random(10));
  const kind = random(10);
  if (kind < 5) return { kind: 'get', key };
  return kind < 9 ? { kind: 'append', key, value: `x ${id} y` } : { kind: 'put', key, value: `x ${id} y` };
};

function verdict<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  zones = true,
): string {
  return checkHistory(model, events, { zones }).verdict.type;
}

for (const clients of [5, 20, 50]) {
  const events = history<string | null, RegisterOperation, RegisterResult>(
    register,
    clients,
    100_000,
    distinct,
  );
  timed(`register, ${clients} clients, 100,000 operations`, () => verdict(register, events));
}
{
  const events = history<string | null, RegisterOperation, RegisterResult>(register, 5, 10_000, distinct);
  timed('the same, 5 clients, 10,000, by search alone', () => verdict(register, events, false));
  const swapped = history<string | null, RegisterOperation, RegisterResult>(register, 5, 10_000, swaps);
  timed('swaps among 5 values, 5 clients, 10,000', () => verdict(register, swapped));
  const stores = history<TextState, TextOperation, TextResult>(textStore, 50, 2_000, texts);
  timed('text store, 10 keys, 50 clients, 2,000', () => verdict(textStore, stores));
}
{
  const events = history<string | null, RegisterOperation, RegisterResult>(register, 5, 1_000_000, distinct);
  const state = initialZones();
  const marks: string[] = [];
  let beganMs = performance.now();
  const fifth = Math.ceil(events.length / 5);
  events.forEach((event, i) => {
    if (event.type === 'call') zoneCall(state, event.id, event.client, event.operation);
    else if (event.type === 'ok') zoneReturned(state, event.id, event.result);
    if ((i + 1) % fifth !== 0 && i + 1 !== events.length) return;
    marks.push((((performance.now() - beganMs) * 1000) / fifth).toFixed(2));
    beganMs = performance.now();
  });
  console.log(`online, 5 clients, 1,000,000 operations, in fifths: ${marks.join(', ')} us an event`);
}
if (values.histories !== undefined) {
  const files = readdirSync(values.histories, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(log|txt|edn|jsonl|gz)$/.test(name))
    .sort();
  const logs = files.filter((name) => name.endsWith('.log'));
  const judge = (name: string): string => judgeFile(path.join(values.histories ?? '', name));
  if (logs.length > 0)
    timed(`${logs.length} logs, reading and checking`, () => {
      const verdicts = logs.map(judge);
      const good = verdicts.filter((type) => type === 'linearizable').length;
      const bad = verdicts.filter((type) => type === 'not-linearizable').length;
      return `${good} linearizable, ${bad} not`;
    });
  for (const name of files) if (!name.endsWith('.log')) timed(name, () => judge(name));
}

function judgeFile(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.length === 0) return 'empty'; // as one of the published logs is
  const { history } = readHistory(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const name = guessVocabulary(history) ?? 'register';
  const initial = { value: -1, byKey: new Map<number, number>() };
  return withVocabulary(
    name,
    history,
    initial,
    (words) => checkColumns(words.model, bind(history, words).columns).verdict.type,
  );
}
