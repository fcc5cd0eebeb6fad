import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../systems/index.ts';
import { main } from './program.ts';
import { counterFile, type Parts } from './testing/counter-file.ts';
import { FakeIo } from './testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'misuse-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CALM = ['--set', 'crash.everyUs=0', '--set', 'clientCrash.everyUs=0', '--ops', '5'];

describe('a process that is written wrong', () => {
  let files = 0;
  const told = async (parts: Parts, ...more: string[]): Promise<{ code: number; out: string }> => {
    const file = path.join(folder, `wrong-${++files}.ts`);
    writeFileSync(file, counterFile(parts));
    const io = new FakeIo();
    const code = await main(['sim', '1', '--system', file, ...more], io, { systems, defaultSystem });
    expect(io.stderr).toBe('');
    return { code, out: io.stdout };
  };

  it('should be told of state in a closure', async () => {
    const { code, out } = await told({ beside: 'let total = 0;', onAsk: 'state.n = ++total;' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ state outside the state object\n/);
    expect(out).toMatch(/at or before {2}.*\d>\d/);
  });

  it('should be told of a function in the state', async () => {
    const { code, out } = await told({ init: '{ n: 0, next() { return ++this.n; } }' });
    expect(code).toBe(3);
    expect(out).toMatch(/a state is no plain data: .*could not be cloned/);
  });

  it('should be told of a sent message that is changed', async () => {
    const { code, out } = await told({ onAsk: 'message.request += 0;' });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ a sent message was changed\n {2}I25 no-panic/);
    expect(out).toMatch(/send a copy/);
  });

  it('should be told of a handler that throws, with its place', async () => {
    const { code, out } = await told({ onAsk: 'state.missing.field = 1;' });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ a process panicked\n {2}I25 no-panic/);
    expect(out).toMatch(
      /process 0 threw {2}TypeError: Cannot set properties of undefined \(setting 'field'\)/,
    );
  });

  it('should be told of a message to nobody', async () => {
    const { out } = await told({ onAsk: 'ctx.send(77, {});' });
    expect(out).toMatch(/process 0 threw {2}Error: process 0 sent to 77: there are processes 0 to \d+/);
  });

  it('should be told of an operation that returns twice', async () => {
    const complete = "ctx.complete({ type: 'ok', result: 1 });";
    const { out } = await told({ onAnswer: `${complete} ${complete}` }, ...CALM);
    expect(out).toMatch(/client \d+ called complete\(\), but has no open operation: one answer each/);
  });

  it('should be told of an operation that never returns', async () => {
    const { code, out } = await told({ onAnswer: 'state.open = false;' }, ...CALM);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ no progress after the storm\n {2}L1 progress-after-heal/);
    expect(out).toMatch(/clients? [\d, ]+ got no answer since faults stopped/);
  });

  it('should be told of a clock that is not the one of the run', async () => {
    const { code, out } = await told({ onAsk: 'state.at = Date.now();' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ nondeterminism: Date\.now\(\) was called during a run/);
  });
});
