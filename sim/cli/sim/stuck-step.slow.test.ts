import { describe, expect, it } from 'vitest';
import { LONG } from '../../testing/long.ts';
import { systemFiles } from '../testing/told.ts';

const { runTimed, write } = systemFiles();

const invariant = (body: string): string =>
  `, invariants: [{ id: 'T1', name: 'mine', statement: 'x', initial: () => ({ n: 0 }), on: { step(state: any) { ${body} } } }]`;
/** Busy loop without a clock, which handlers may not read. */
const busy = 'let x = 0; for (let i = 0; i < 2e8; i++) x += i % 7; state.n += x > 0 ? 1 : 0;';

describe('a step that takes long', () => {
  it('should be stopped when a handler does not return, with its step and line, and the seed said first', async () => {
    const run = async () => {
      const file = write({ onAsk: 'if (state.n === 5) for (;;) state.n = 5;' });
      const { code, out, err } = await runTimed('sim', '1', '--system', file);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).toMatch(/^ {2}seed +1\n/);
      expect(out).toMatch(
        /✗ a step does not end\n {2}the handler `message` of replica 0 did not end within 0\.4 s\n/,
      );
      expect(out).toMatch(/step \d+ · .* · \d>0 .* · seed 1\n/);
      expect(out).toMatch(/^ {2}at message \((wrong-\d\.ts|system\.mjs):\d+/m);
    };
    await run();
  });

  it.runIf(LONG)('should be stopped among many seeds', async () => {
    const file = write({ onAsk: 'if (state.n === 5) for (;;) state.n = 5;' });
    const many = await runTimed('sim', '--seeds', '1..3', '--system', file);
    expect(many.code).toBe(1);
    expect(many.out).toMatch(
      /✗ 1 failed[\s\S]*✗ a step does not end[\s\S]*seed 1\n[\s\S]*again .*sim -- 1 --system/,
    );
  });

  it.runIf(LONG)('should be stopped when an invariant does not return', async () => {
    const file = write({ more: invariant('if (++state.n > 50) for (;;) state.n = 60;') });
    const { code, out } = await runTimed('sim', '1', '--system', file);
    expect(code).toBe(1);
    expect(out).toMatch(
      /the invariant T1 mine, or what it calls, did not end within 0\.4 s\n {2}at step \((wrong-\d+\.ts|system\.mjs):\d+/,
    );
  });

  it.runIf(LONG)('should be named when it comes to an end', async () => {
    const file = write({ onAsk: `if (state.n === 5) { ${busy} }` });
    const { out, err } = await runTimed('sim', '1', '--system', file, '--ops', '5');
    expect(out).toMatch(/\n✓ pass|\n✗ /);
    if (/does not end/.test(out)) return; // a slow machine
    expect(err).toMatch(/^slow: step \d+ \(.*\) took \d\.\d s.* handler `message` of replica 0\n$/);
  });
});
