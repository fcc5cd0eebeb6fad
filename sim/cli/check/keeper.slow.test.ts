import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CheckRun } from '../../check/check-run.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { Keeper } from './keeper.ts';
import { PieceFile } from './piece-file.ts';
import { prepare } from './prepare.ts';
import { searchWork } from './saved-work.ts';
import { readState, writeState } from './state-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'check-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const registry = { systems, defaultSystem };
const OPTIONS = { timer: [], set: [], property: [], reduction: true } as const;

async function check(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['check', ...words], io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

/** Results that must be the same whether or not a check was interrupted. */
function facts(json: string): object {
  const {
    seconds: _,
    cpu_seconds: _cpu,
    rss_mb: _rss,
    ...rest
  } = JSON.parse(json) as Record<string, unknown>;
  return rest;
}

describe('a check that was saved', () => {
  it.each([
    { system: 'paxos', clients: '2' },
    { system: 'paxos', clients: '2', network: 'links' },
    { system: 'abd', crash: '1', operations: '1' },
    { system: 'vsr', clients: '1' },
    { system: 'naive-register', toTheEnd: true as const },
  ])('should come to the same end, wherever it was saved: %j', async (own) => {
    const { configuration, system } = await prepare({ ...OPTIONS, ...own }, registry);
    const limits = {
      toTheEnd: 'toTheEnd' in own,
      overflow: { piecesMax: 0, open: () => new PieceFile(folder) },
    };
    const whole = new CheckRun(system, configuration, limits);
    while (whole.advance(1 << 14));
    const file = path.join(folder, 'check.state');
    let run = new CheckRun(system, configuration, limits);
    // Interrupted three times, in the middle of a level, too.
    for (const states of [1, 500, 777]) {
      if (!run.advance(states)) break;
      writeState(file, 'this one', run.saved);
      run.close();
      const next = new CheckRun(system, configuration, limits);
      readState(file, 'this one', (saved) => next.restore(saved));
      run = next;
    }
    while (run.advance(1 << 14));
    expect(JSON.stringify(run.result())).toBe(JSON.stringify(whole.result()));
  });

  it('should be resumed from the command line, and leave nothing behind', async () => {
    const out = path.join(folder, 'resumed');
    const words = ['--system', 'abd', '--out', out, '--json'];
    const whole = await check('--system', 'abd', '--json');
    const state = path.join(out, 'check.state');
    expect((await check(...words, '--states', '300')).code).toBe(4);
    expect(existsSync(state)).toBe(true);
    expect((await check(...words)).err).toMatch(/it holds an unfinished check; --resume goes on with it/);
    expect((await check(...words, '--states', '900', '--resume')).code).toBe(4);
    const resumed = await check(...words, '--resume');
    expect(resumed.code).toBe(0);
    expect(facts(resumed.out)).toEqual(facts(whole.out));
    expect(existsSync(state)).toBe(false);
  });

  it('should be refused in one sentence if it is damaged, another one, or not there', async () => {
    const out = path.join(folder, 'refused');
    const words = ['--system', 'abd', '--out', out, '--resume'];
    const state = path.join(out, 'check.state');
    const refusal = async (more: readonly string[] = []): Promise<string> => {
      const { code, err } = await check(...words, ...more);
      expect(code).toBe(2);
      expect(err.trim().split('\n')).toHaveLength(1);
      return err;
    };
    expect(await refusal()).toContain('there is no');
    expect((await check('--system', 'abd', '--out', out, '--states', '300')).code).toBe(4);
    expect(await refusal(['--crash', '1'])).toContain('is another check: check --system abd');
    const sound = readFileSync(state);
    for (const at of [0, 40, sound.length >> 1, sound.length - 1]) {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(state, damaged);
      expect(await refusal()).toContain('is damaged, or no saved check');
    }
    for (const length of [0, 20, sound.length - 5]) {
      writeFileSync(state, sound.subarray(0, length));
      expect(await refusal()).toContain('is damaged, or no saved check');
    }
    writeFileSync(state, sound);
    expect((await check(...words)).code).toBe(0);
  });

  it('should lose at most a few minutes when the process is killed', async () => {
    const out = path.join(folder, 'killed');
    mkdirSync(out);
    const job = await prepare({ ...OPTIONS, system: 'abd', out }, registry);
    let minutes = 0;
    const io = Object.assign(new FakeIo(), { nowMs: () => minutes * 60_000 });
    const run = new CheckRun(job.system, job.configuration);
    const keeper = new Keeper(job, searchWork(job, run), io);
    keeper.begin();
    run.advance(200);
    minutes = 9;
    keeper.look();
    expect(existsSync(path.join(out, 'check.state'))).toBe(false);
    minutes = 10;
    keeper.look();
    run.advance(200); // and then it is killed
    const resumed = await check('--system', 'abd', '--out', out, '--resume', '--json');
    expect(facts(resumed.out)).toEqual(facts((await check('--system', 'abd', '--json')).out));
  });

  it.each([
    { words: ['--system', 'abd', '--crash', '1', '--timer', 'give-up=1'], walks: '60' },
    { words: ['--system', 'paxos', '--network', 'links'], walks: '30' },
  ])('should be random walks, too, which go on with the next one: %j', async ({ walks, words }) => {
    const out = path.join(folder, `walks-${words[1]}`);
    const whole = await check(...words, '--walks', walks, '--json');
    const kept = [...words, '--out', out, '--json'];
    expect((await check(...kept, '--walks', '1')).code).toBe(4);
    expect((await check(...kept, '--walks', '5')).err).toMatch(
      /it holds unfinished random walks; --resume goes on/,
    );
    expect((await check(...kept, '--walks', '5', '--resume')).code).toBe(4);
    const resumed = await check(...kept, '--walks', walks, '--resume');
    expect(resumed.code).toBe(4);
    expect(facts(resumed.out)).toEqual(facts(whole.out));
    expect((await check(...kept, '--walks', walks, '--resume', '--lose', '1')).err).toMatch(
      /is another check/,
    );
  });

  it('should need a folder', async () => {
    expect(await check('--system', 'abd', '--resume')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--resume: --out is needed/),
    });
  });
});
