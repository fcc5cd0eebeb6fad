import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { main } from '../../program.ts';
import { FakeIo } from '../../testing/fake-io.ts';

/** What the command says of a file. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command on a file with that content, which is `history` in its words. */
export async function judgeText(content: string | Uint8Array, ...words: readonly string[]): Promise<Said> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'history-'));
  try {
    const file = path.join(folder, 'history');
    writeFileSync(file, content);
    const io = new FakeIo();
    const code = await main(['linearizable', file, ...words], io, () => import('../../../systems/index.ts'));
    const short = (text: string): string => text.replaceAll(file, 'history');
    return { code, out: short(io.stdout), err: short(io.stderr) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `ok`, `bad` with the line of the first bad event, or `refused` with the line that is wrong (0: none is named). */
export async function verdictOf(content: string | Uint8Array, ...words: readonly string[]): Promise<string> {
  const { code, out, err } = await judgeText(content, ...words);
  if (code === 0) return 'ok';
  if (code === 1) return `bad ${/history:(\d+)/.exec(out)?.[1]}`;
  return code === 2 ? `refused ${/line (\d+)/.exec(err)?.[1] ?? 0}` : `exit ${code}`;
}
