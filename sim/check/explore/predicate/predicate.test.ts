import { describe, expect, it } from 'vitest';
import { Predicate, type Visible } from './predicate.ts';

const VISIBLE: Visible = {
  states: [
    { status: 'normal', log: [{ op: 1 }, { op: 2 }], votes: new Set([0, 2]), seen: new Map([['k', 7]]) },
    { status: 'view-change', log: [{ op: 1 }, { op: 2 }], bytes: new Uint8Array([1, 2]), big: 3n },
  ],
  messages: [{ type: 'Commit', view: 3 }],
  inFlight: [{ from: 0, to: 1, message: { type: 'Commit', view: 3 } }],
  locals: [{ crashes: 1 }, { crashes: 0 }],
  history: [{ process: 2, outcome: 'ok', result: 'B' }],
  replicas: 2,
  processes: 2,
};

describe('a predicate over states', () => {
  it.each([
    ["states[0].status === 'normal'", true],
    ["states.some((s) => s.status === 'view-change')", true],
    ["messages.some(m => m.type === 'Commit' && m.view > 3)", false],
    ['inFlight.every((m) => m.from === 0 && m.message.view === 3)', true],
    ["history.some((op) => op.process === 2 && op.result === 'B')", true],
    ['states[0].log === states[1].log', true],
    ['states[0].log.map((e) => e.op) === [1, 2]', true],
    ['states[0].votes.has(2) && !states[0].votes.has(1) && states[0].votes.size === 2', true],
    ["states[0].seen.get('k') - 1 === 2 * 3", true],
    ['states[1].bytes.includes(2) && states[1].bytes[0] === 1 && states[1].big === 3n', true],
    ['states[9].log[3].op', false],
    ['states[9]?.log?.[3]?.op === undefined', true],
    ['locals.filter((each) => each.crashes > 0).length === 1 ? replicas === 2 : false', true],
    ['1 + 2 * 3 - 4 === 3 && 10 % 4 === 2 && -1 < 0 && !(2 <= 1)', true],
    ['(null ?? 5) === 5 && (0 || 7) === 7 && null == undefined && 0 != null', true],
    ['states.every((a, i) => states.every((b, j) => i === j || a.status !== b.status))', true],
    ['Math.max(1, 5) === 5 && Object.keys(states[0]).length === 4', true],
    ["'it\\'s'.startsWith(\"it\") && typeof states[0].status === 'string'", true],
  ])('should be evaluated as in JavaScript: %s', (text, expected) => {
    expect(new Predicate(text).holds(VISIBLE)).toBe(expected);
  });

  it.each([
    ['', /^at the end, character 1: a value is missing$/],
    ['states[0', /^at the end, character 9: \] is missing$/],
    ["states[0].status = 'x'", /^character 18, at "= 'x'": nothing can be assigned; === compares$/],
    ['state[0]', /^character 1, at "state\[0\]": state is not known; there are states, messages,/],
    ['process.exit()', /process is not known/],
    ['states.forEach((s) => s)', /^character 8, .*there is no such function; there are some,/],
    ['states[0].status.some((x) => x)', /^character 18, .*a text has no such function; it has includes,/],
    ['messages.some(3)', /^character 10, .*it needs a function, such as/],
    ["states[0].status === 'x", /^character 22, at "'x": this text does not end$/],
    ['states => 1', /^character 8, .*a function can only stand in the brackets/],
    ['1 2', /^character 3, .*should end here/],
    ['states[0].big + 3n === 3', /Cannot mix BigInt|this text/],
  ])('should say in one sentence what is wrong, and where: %s', (text, sentence) => {
    const evaluated = (): boolean => new Predicate(text).holds(VISIBLE);
    expect(evaluated).toThrow(sentence);
    expect(evaluated).toThrow(/^.*$/); // one line
  });

  it('should have an end, and not too deep', () => {
    expect(() => new Predicate(`${'('.repeat(300)}1${')'.repeat(300)}`)).toThrow(/nested too deeply/);
    expect(() => new Predicate(`1${' '.repeat(2000)}`)).toThrow(/at most 1000 characters/);
  });

  it.each([
    "states[0].constructor.constructor('return process')()",
    "states.map.constructor('return process')()",
    'states.__proto__.polluted',
    "messages.some((m) => m['__proto__'])",
    "states[0]['constructor']",
  ])('should reach nothing but plain data: %s', (text) => {
    let value: unknown = false;
    try {
      value = new Predicate(text).holds(VISIBLE);
    } catch {
      // refused
    }
    expect(value).toBe(false);
  });

  it('should end soon, whatever it does', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'true' : `[1,2,3,4,5,6,7,8].every((x) => ${nested(depth - 1)})`;
    expect(() => new Predicate(nested(8)).holds(VISIBLE)).toThrow(/takes too long on a single state/);
  });

  it('should name the fields that nothing has', () => {
    const predicate = new Predicate("states.some((s) => s.sttus === 'normal') || states[0].log.length > 9");
    predicate.holds(VISIBLE);
    expect(predicate.neverFound).toEqual(['sttus']);
  });
});
