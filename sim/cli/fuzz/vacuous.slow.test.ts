import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { some } from '../../testing/long.ts';
import { main } from '../program.ts';
import { counterFile, type Parts } from '../testing/counter-file.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'vacuous-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function systemFile(parts: Parts): string {
  const file = path.join(folder, 'clients.ts');
  writeFileSync(file, counterFile(parts));
  return file;
}

/** Output of `sim` for the same seeds. */
async function sim(parts: Parts): Promise<string> {
  const io = new FakeIo();
  await main(['sim', '--seeds', '1..4', '--system', systemFile(parts)], io, { systems, defaultSystem });
  return io.stdout;
}

async function vacuousRuns(parts: Parts): Promise<{ code: number; runs: number; vacuous: number }> {
  const file = systemFile(parts);
  const out = path.join(folder, 'campaign');
  rmSync(out, { recursive: true, force: true });
  const words = ['fuzz', '--seeds', '1..4', '--workers', '1', '--system', file, '--out', out, '--json'];
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  const { runs, vacuous } = JSON.parse(io.stdout) as { runs: number; vacuous: number }; // what fuzz prints
  return { code, runs, vacuous };
}

/** The last operation of each client, after the storm, is another one. */
const LAST =
  ", operation: (_: any, __: any, i: any, setup: any) => (i > setup.operations ? 'last' : 'count')";
/** What a client does with all others. */
const client = (invoke: string): string =>
  `${LAST}, client: { ...client, invoke(state: any, operation: any, ctx: any) { if (operation === 'last') return client.invoke(state, operation, ctx); ${invoke} }, timer(state: any, timer: any, ctx: any) { if (timer === 5) ctx.complete({ type: 'unknown' }); else client.timer(state, timer, ctx); } }`;

// After a report: a run in which nothing but the last operation, after all faults, is answered has tested nothing.
describe('runs that test nothing', () => {
  const clients: readonly (readonly [string, Parts])[] = [
    ['clients that give up at once', { more: client("ctx.complete({ type: 'unknown' });") }],
    ['clients that wait without asking', { more: client('ctx.setTimer(5, 3_000);') }],
    [
      'clients that do not read answers',
      {
        more: client('ctx.send(processId(0), { request: -1 }); ctx.setTimer(5, 9_000);'),
      },
    ],
  ];
  it.each(some(clients, 1))('should be counted: %s', async (_, parts) => {
    const { runs, vacuous } = await vacuousRuns(parts);
    expect({ runs, vacuous }).toEqual({ runs: 4, vacuous: 4 });
    expect(await sim(parts)).toMatch(
      /operations {2}\d+ called: .*\n {2}vacuous {5}4 seeds in which nothing was answered while faults could strike\n/,
    );
  });

  it('should not be counted where something was answered', async () => {
    expect(await vacuousRuns({ more: LAST })).toEqual({ code: 0, runs: 4, vacuous: 0 });
    expect(await sim({ more: LAST })).not.toMatch(/^ {2}vacuous/m);
  });
});
