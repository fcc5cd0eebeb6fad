import { cpSync, mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordingOfFile } from '../../served/testing/served-file.ts';
import { systemFiles } from '../testing/told.ts';

const { run, write, folder } = systemFiles();
const file = write({});
const plain = path.join(folder, 'plain.txt');
const odd = path.join(folder, 'odd');
let recording = '';

beforeAll(async () => {
  writeFileSync(plain, 'no folder');
  mkdirSync(path.join(odd, 'segment-00000001.wtr'), { recursive: true });
  recording = await recordingOfFile(path.join(folder, 'served'), file, ['count', 'count', 'count']);
});

describe('what is no recording', () => {
  it.each(['replay', 'report', 'shrink'])('should be refused in a sentence by %s', async (command) => {
    const given = (of: string) => run(command, '--recording', of, '--system', file);
    expect(await given(plain)).toMatchObject({ code: 2, err: `--recording ${plain}: this is no folder\n` });
    const segment = path.join(recording, 'segment-00000001.wtr');
    expect(await given(segment)).toMatchObject({
      code: 2,
      err: `--recording ${segment}: this is no folder; the recording is the whole folder ${recording}\n`,
    });
    expect(await given(odd)).toMatchObject({
      code: 2,
      err: `${path.join(odd, 'segment-00000001.wtr')} is no file that can be read\n`,
    });
  });

  it('should be no folder for the files of chaos either', async () => {
    const chaos = await run('chaos', '--minutes', '0.01', '--data', plain);
    expect(chaos).toMatchObject({
      code: 2,
      err: expect.stringMatching(/plain\.txt cannot be used as a folder/),
    });
  });
});

describe('steps that are asked for', () => {
  const replay = (...more: string[]) => run('replay', '--recording', recording, '--system', file, ...more);

  it('should be printed', async () => {
    const { out } = await replay('--from', '2');
    expect(out).toMatch(/^ +2 +[\d.]+ ms +from \d+: \{request: 1\}$/m);
    expect(out).not.toMatch(/ended with step/);
  });

  it.each(['--from', '--break'])('should be missed when the recording is shorter (%s)', async (option) => {
    const { code, out } = await replay(option, '4000');
    expect(out).toMatch(new RegExp(`note +${option} 4000: the replay ended with step \\d+$`, 'm'));
    expect(code).toBe(0);
  });
});

describe('options without a meaning', () => {
  const onRecording = (...words: string[]) => run(...words, '--recording', recording);

  it.each([
    ['report', ['--replicas', '5', '--set', 'drop.ppm=5'], '--recording: leave --replicas and --set out'],
    ['report', ['--beside', '7'], '--recording: leave --beside out'],
    ['shrink', ['--max-steps', '5'], '--recording: leave --max-steps out'],
    [
      'replay',
      ['--from', '2', '--json'],
      '--from prints steps, and --json one object: leave one of them out',
    ],
    [
      'replay',
      ['--system', 'abd'],
      "--system abd: a recording names its system; only the file of one's own is needed",
    ],
  ])('should be refused for a recording by %s: %j', async (command, words, why) => {
    expect(await onRecording(command, ...words)).toMatchObject({ code: 2, err: `${why}\n` });
  });

  it('should be refused on real machines, and for a failure file', async () => {
    const serve = (...words: string[]) =>
      run('serve', '--replica', '0', '--peers', '127.0.0.1:7000', '--data', odd, ...words);
    expect(await serve('--set', 'drop.ppm=5')).toMatchObject({
      code: 2,
      err: '--set drop.ppm=5: on real machines only settings can be set, such as settings.viewTimeoutUs=500000\n',
    });
    expect(await serve('--system', file, '--mutant', 'D01')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--mutant D01: mutants are bugs in our own systems/),
    });
    expect(await run('replay', 'a.json', '--from', '2')).toMatchObject({
      code: 2,
      err: '--from is for --recording: leave it out\n',
    });
  });
});

describe('a recording of which the end is missing', () => {
  const cut = path.join(folder, 'cut', '0.recording');

  beforeAll(() => {
    cpSync(recording, cut, { recursive: true });
    const segment = path.join(cut, 'segment-00000001.wtr');
    truncateSync(segment, statSync(segment).size - 5);
  });

  it('should be no pass to replay, report and shrink, which say what is damaged', async () => {
    const html = path.join(folder, 'cut.html');
    const on = (...words: string[]) => run(...words, '--recording', cut, '--system', file);
    for (const [command, title] of [
      [['replay'], /^~ replayed in part/],
      [['report', '--html', html], /^✓ written .* · not judged as a whole · /],
      [['shrink'], /^~ what could be judged of it does not fail/],
    ] as const) {
      const { code, out } = await on(...command);
      expect(out).toMatch(title);
      expect(out).toMatch(/segment-00000001\.wtr: it ends within a chunk, at byte \d+/);
      expect(code).toBe(4);
    }
  });

  it('should be told beside an export', async () => {
    const { code, out, err } = await run('report', '--recording', cut, '--system', file, '--export', 'jsonl');
    expect(out).toMatch(/^\{/);
    expect(err).toMatch(/not judged: .*it ends within a chunk/);
    expect(code).toBe(4);
  });
});
