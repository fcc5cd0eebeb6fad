import { describe, expect, it } from 'vitest';
import { amount } from '../../../sim/testing/long.ts';
import { randomFrom } from '../testing/random.ts';
import type { Format } from './format.ts';
import { fastVerdict } from './testing/fast-verdict.ts';
import { Refused } from './testing/slow.ts';
import { slowEdn } from './testing/slow-edn.ts';
import { slowJson } from './testing/slow-json.ts';
import { slowLog } from './testing/slow-log.ts';
import { type SlowVerdict, slowVerdict } from './testing/slow-verdict.ts';

/*
 * Valid files, some of their bytes edited: whatever comes out is what an independent slow reader and a search through all orders say
 * of the edited file, or both refuse it.
 */
const EDITS = amount(1_000, 100_000);

const OPERATIONS = `{"client": 0, "op": "write", "key": "x", "value": 1, "call": 10, "return": 20}
{"client": 1, "op": "cas", "key": "x", "value": [1, {"a": 2, "b": null}], "ok": false, "call": 5, "return": 10}
{"client": 2, "op": "write", "key": "y", "value": "a\\u0062", "call": 12.500000000000000000000001, "return": null}
{"client": 0, "op": "cas", "key": "x", "value": [1, 2e0], "call": 20, "return": 31}
{"client": "c", "op": "read", "key": "x", "value": 2, "call": 1700000000000000001, "return": 1700000000000000002}
{"client": 1, "op": "read", "key": "y", "value": null, "call": 20, "return": 20, "node": "n1"}
`;
const EVENTS = `[{"process": 0, "type": "invoke", "f": "write", "value": 9007199254740993, "time": 1},
{"process": 1, "type": "invoke", "f": "read", "value": null},
{"process": "nemesis", "type": "info", "f": "start", "value": ["n1", {"n2": 1.50}]},
{"process": 0, "type": "ok", "f": "write", "value": 9007199254740993},
{"process": 1, "type": "ok", "f": "read", "value": 9007199254740993},
{"process": 2, "type": "invoke", "f": "cas", "value": [9007199254740993, false]},
{"process": 2, "type": "fail", "f": "cas", "value": [9007199254740993, false]},
{"process": 3, "type": "invoke", "f": "read"}, {"process": 3, "type": "ok", "f": "read", "value": 9007199254740993}]
`;
const EDN = `; a cut of a longer run
{:process 0, :type :invoke, :f :write, :key "k", :value #{1 2 :a}, :time 12}
#jepsen.history.Op{:process 1, :type :invoke, :f :read, :key "k", :value nil, :index 1}
{:process 0 :type :ok :f :write :key "k" :value #{:a 2 1}} {:process :nemesis :type :info :f :start}
#_{:process 5} {:process 1, :type :ok, :f :read, :value #{2, 1 :a}}
{:process 1, :type :invoke, :f :cas, :key "k", :value [#{1 2 :a} #inst "2021-03-04T10:00:00.000-00:00"]}
{:process 1, :type :ok, :f :cas, :key "k", :value [#{1 2 :a} #inst "2021-03-04T10:00:00.000-00:00"]}
{:process 2, :type :invoke, :f :read, :key "k" :value nil} {:process 2 :type :ok :f :read
 :value #inst "2021-03-04T10:00:00Z" :error [\\a 1/2 1.5M "s\\n" sym]}
`;
const LOG = `INFO  jepsen.core - Running test
2021-03-04 10:00:00,100 INFO  jepsen.util - 0\t:invoke\t:write\t2
INFO  jepsen.util - :nemesis\t:info\t:start\tnil
INFO  jepsen.util - 1 :invoke :cas [2 3]
INFO [2021-03-04 10:00:01,100] jepsen worker 0 - jepsen.util 0\t:ok\t:write\t2
INFO  jepsen.util - 1 :ok :cas [2 3]
INFO  jepsen.util - 1 :invoke :cas [2 4]
INFO  jepsen.util - 1 :fail :cas [2 4]
INFO  jepsen.util - 2 :invoke :read nil
INFO  jepsen.util - 3 :invoke :write 5
INFO  jepsen.util - 3 :info :write 5 :timed-out
INFO  jepsen.util - 2 :ok :read 3
`;

const PIECES = [
  '0',
  '1',
  '9',
  '"',
  ' ',
  '\n',
  ',',
  ':',
  '[',
  ']',
  '{',
  '}',
  '\\',
  '-',
  '.',
  'e',
  '#',
  ';',
  '\t',
  'a',
  'n',
];

/** Between one and three bytes replaced, put in, taken out or said twice. */
function edited(text: string, random: (bound: number) => number): Uint8Array {
  let bytes = Buffer.from(text);
  for (let left = 1 + random(3); left > 0; left -= 1) {
    const at = random(bytes.length);
    const piece =
      random(8) === 0 ? Buffer.from([random(256)]) : Buffer.from(PIECES[random(PIECES.length)] ?? '');
    const own = bytes.subarray(random(bytes.length)).subarray(0, 1 + random(3));
    const kind = random(4);
    const put = kind === 3 ? own : piece;
    const skip = kind === 0 ? 1 : kind === 1 ? 1 + random(3) : kind === 3 ? random(2) * own.length : 0;
    bytes = Buffer.concat([
      bytes.subarray(0, at),
      kind === 1 ? Buffer.from('') : put,
      bytes.subarray(at + skip),
    ]);
  }
  return bytes;
}

function expected(bytes: Uint8Array, slow: (text: string) => SlowVerdict): SlowVerdict {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return slow(text);
  } catch (error) {
    if (error instanceof Refused || error instanceof TypeError) return 'refused';
    throw error;
  }
}

const json = (text: string): SlowVerdict => {
  const { events, operations } = slowJson(text);
  return slowVerdict(events, operations);
};

describe('files with edited bytes', () => {
  it.each<[string, Format, string, (text: string) => SlowVerdict]>([
    ['operations in JSON lines', 'jsonl', OPERATIONS, json],
    ['events in a JSON array', 'jsonl', EVENTS, json],
    ['EDN', 'edn', EDN, (text) => slowVerdict(slowEdn(text), [])],
    ['a log', 'jepsen', LOG, (text) => slowVerdict(slowLog(text), [])],
  ])(
    'should be judged as they are, or refused: %s',
    (_, format, text, slow) => {
      expect(fastVerdict(Buffer.from(text), format)).toBe('ok');
      expect(expected(Buffer.from(text), slow)).toBe('ok');
      const counts = { ok: 0, bad: 0, refused: 0, nothing: 0 };
      for (let seed = 1; seed <= EDITS; seed += 1) {
        const bytes = edited(text, randomFrom(seed));
        const wanted = expected(bytes, slow);
        const found = fastVerdict(bytes, format);
        counts[wanted] += 1;
        if (found !== wanted)
          expect({ seed, found, file: Buffer.from(bytes).toString() }).toEqual({ seed, found: wanted });
      }
      expect(counts.ok).toBeGreaterThan(EDITS / 50);
      expect(counts.bad).toBeGreaterThan(0);
      expect(counts.refused).toBeGreaterThan(EDITS / 5);
    },
    3_600_000,
  );
});
