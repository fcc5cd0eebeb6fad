import { describe, expect, it } from 'vitest';
import { defineSystem } from '../../define/define-system.ts';
import { systemFiles } from '../testing/told.ts';

const { told, run, write } = systemFiles();

const idle = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {} };
const nobody = { name: 'nobody', replica: idle, client: { ...idle, invoke() {} }, operation: () => 1 };

/** Invariant whose handler has this body. */
const invariant = (handler: string, body: string): string =>
  `, invariants: [{ id: 'T1', name: 'mine', statement: 'x', initial: () => ({}), on: { ${handler}(_state: any, tank: any, ...rest: any[]) { ${body} } } }]`;

describe('what the author of a system wrote around it', () => {
  for (const [handler, wait] of [
    ['step', 'tank.step > 20'],
    ['send', 'tank.step > 20'],
    ['end', 'true'],
  ] as const) {
    it(`should be told of an invariant that throws in \`${handler}\`, with step and line`, async () => {
      const { code, out, err } = await told({
        more: invariant(handler, `if (${wait}) throw new RangeError('out of words');`),
      });
      expect(err).toBe('');
      expect(code).toBe(1);
      expect(out).toMatch(/✗ an invariant threw\n {2}I0 definition/);
      expect(out).toMatch(
        new RegExp(
          String.raw`the invariant T1 mine, or what it calls, threw {2}RangeError: out of words\n  at (?:\w+\.)?${handler} \(wrong-\d+\.ts:\d+\)`,
        ),
      );
      expect(out).toMatch(/step [\d,]+ · .* · seed 1/);
    });
  }

  for (const [field, text] of [
    ['operation', ''],
    ['diverged', ", diverged() { throw new Error('no idea'); }"],
    ['quorum', ", quorum() { throw new Error('no idea'); }"],
  ] as const) {
    it(`should be told of \`${field}\` when it throws`, async () => {
      const parts = field === 'operation' ? { operation: "{ throw new Error('no idea') }" } : { more: text };
      const { code, out, err } = await told(parts);
      expect(err).toBe('');
      expect(code).toBe(1);
      expect(out).toMatch(new RegExp(`✗ \`${field}\` threw\n`));
      expect(out).toMatch(/of the definition threw {2}Error: no idea\n {2}at .*wrong-\d+\.ts:\d+/);
    });
  }

  it('should be told of functions that return what they may not, and not of a fault of the harness', async () => {
    const promise = await told({ more: ", diverged: (async () => 'apart') as any" });
    expect(promise).toMatchObject({ code: 1, err: '' });
    expect(promise.out).toMatch(
      /✗ `diverged` threw[\s\S]*it returned a promise: it returns a text, a list of texts, or undefined/,
    );
    for (const [given, says] of [
      ["{ title: 'enough', facts: 'one', witness: 'x' }", '`facts` is a list of texts'],
      ["{ title: 'enough', facts: [1], witness: 'x' }", '`facts` is a list of texts'],
      ["{ title: 'enough', facts: [] }", '`witness` is a text'],
      ["{ title: 'enough', facts: [], witness: 'x', evidence: 3 }", '`evidence` is a list of numbers'],
      ["'enough'", '`title` is a text'],
    ] as const) {
      const { code, out, err } = await told({ more: invariant('step', `tank.violate(${given});`) });
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).toContain('✗ an invariant threw');
      expect(out).toContain(`TypeError: tank.violate(): ${says}`);
    }
    const violated = invariant(
      'step',
      "if (tank.step > 300) tank.violate({ title: 'enough', facts: [], witness: 'x' });",
    );
    const described = await told({ more: `, describeMessage: (() => 7) as any${violated}` });
    expect(described).toMatchObject({ code: 1, err: '', out: expect.stringContaining('✗ enough') });
  });

  it('should be told of a model that throws', async () => {
    const more = ", model: { ...counter, steps() { throw new Error('no idea'); } }";
    const beside = "import { counter } from 'wavetank/invariants';";
    const { code, out } = await told({ beside, more });
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ an invariant threw[\s\S]*I17 linearizability, or what it calls, threw {2}.*\n {2}at .*wrong-\d+/,
    );
  });

  it('should be told of settings that cannot be drawn or read before anything runs, with the line', async () => {
    const drawn = await told({ more: ", settings: { draw() { throw new Error('no idea'); } }" });
    expect(drawn).toMatchObject({ code: 2, out: '' });
    expect(drawn.err).toMatch(
      /cannot be set up: `settings\.draw` threw Error: no idea, at .*wrong-\d+\.ts:\d+\)\n$/,
    );
    const parse = (body: string): string =>
      `, settings: { draw: () => ({ size: 3 }), parse(s: any) { ${body} } }`;
    const refused = await told({ more: parse("throw new Error('size: too large');") });
    expect(refused).toMatchObject({ code: 2, err: 'the scenario does not fit: size: too large\n' });
    const broken = await told({ more: parse('return s.nothing.at.all;') });
    expect(broken.err).toMatch(
      /cannot be set up: `settings\.parse` threw TypeError: .*, at .*wrong-\d+\.ts:\d+\)\n$/,
    );
  });

  it('should have the names and types of its settings checked though it parses them', async () => {
    const file = write({ more: ', settings: { draw: () => ({ size: 3 }), parse: (s: any) => s.settings }' });
    const set = (text: string) => run('sim', '1', '--system', file, '--set', `settings.${text}`);
    expect(await set('size=4')).toMatchObject({ code: 0 });
    expect((await set('size=true')).err).toBe(
      'the scenario does not fit: settings.size: it must be a number\n',
    );
    expect((await set('sise=4')).err).toBe(
      'the scenario does not fit: settings.sise: there is no such setting; did you mean `size`?\n',
    );
  });

  it('should not lose a failure when a value cannot be described', async () => {
    const more = `, describeMessage() { throw new Error('no words'); }${invariant('step', "if (tank.step > 300) tank.violate({ title: 'enough', facts: [], witness: 'x' });")}`;
    const { code, out, err } = await told({ more });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/✗ enough\n/);
    expect(out).toMatch(/\(`describeMessage` threw Error: no words, at .*wrong-\d+\.ts:\d+\)/);
  });

  it('should be told that there cannot be as many replicas', async () => {
    const { code, err } = await told({ more: ', replicas: [3, 8]' });
    expect(code).toBe(2);
    expect(err).toMatch(/defineSystem: replicas of counter: 8 is no whole number from 1 to 7\n$/);
    for (const replicas of [1000, 0, 2.5])
      expect(() => defineSystem({ ...nobody, replicas })).toThrow(
        `replicas of nobody: ${replicas} is no whole number from 1 to 7`,
      );
    expect(() => defineSystem({ ...nobody, clientsMax: 33 })).toThrow('33 is no whole number from 1 to 32');
  });
});
