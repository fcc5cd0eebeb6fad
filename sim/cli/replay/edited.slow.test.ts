import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingOfFile } from '../../served/testing/served-file.ts';
import { counterFile } from '../testing/counter-file.ts';
import { systemFiles } from '../testing/told.ts';

const { run, write, folder } = systemFiles();
const OPERATIONS = Array.from({ length: 6 }, () => 'count');

describe('a recording of a system file', () => {
  it('should be told from one of edited code', async () => {
    const file = write({});
    const recording = await recordingOfFile(path.join(folder, 'edited'), file, OPERATIONS);
    const replay = (...more: string[]) => run('replay', '--recording', recording, '--system', file, ...more);
    expect(await replay()).toMatchObject({ code: 0, out: expect.stringMatching(/each as it was recorded/) });
    // Another answer to the fourth request: the state stays as it was.
    writeFileSync(file, counterFile({ onAsk: 'if (state.n === 3) message = { ...message, more: 1 };' }));
    const edited = await replay();
    expect(edited.code).toBe(3);
    expect(edited.out).toMatch(/✗ step \d+ of replica 0 is not as it was recorded: effects/);
    expect(edited.out).toMatch(/because +the code is another one: \S+wrong-1\.ts, or a file that it imports/);
    const guided = await replay('--guided');
    expect(guided.code).toBe(0);
    const [, alike, of, same] =
      /~ followed {2}replica 0: (\d+) of (\d+) steps as they were recorded, (\d+) with/.exec(guided.out) ??
      [];
    expect(Number(of)).toBeGreaterThan(OPERATIONS.length);
    expect([Number(alike), Number(same)]).toEqual([Number(of) - 1, Number(of) - 1]);
    expect(guided.out).toMatch(/state now +\{n: 4\}/); // then, and not at the end
    expect(guided.out).toMatch(/first +step \d+ is not as it was recorded: effects/);
  });

  it('should be told from one of code that depends on something else', async () => {
    const file = write({ onAsk: 'message = { ...message, by: process.pid };' }); // no recording holds it
    const recording = await recordingOfFile(path.join(folder, 'hidden'), file, OPERATIONS);
    const { code, out } = await run('replay', '--recording', recording, '--system', file);
    expect(code).toBe(3);
    expect(out).toMatch(/because +the code seems to be the recorded one: it depends on something/);
  });

  it('should not be taken for one of the built-in system that has the same name', async () => {
    const file = path.join(folder, 'own-abd.ts');
    writeFileSync(file, counterFile({}).replace("name: 'counter'", "name: 'abd'"));
    const recording = await recordingOfFile(path.join(folder, 'abd'), file, OPERATIONS);
    rmSync(file);
    const { code, err } = await run('replay', '--recording', recording);
    expect(err).toMatch(/is of the system abd: name its file with --system\n$/);
    expect(code).toBe(2);
  });
});
