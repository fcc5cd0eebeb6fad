import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = 'lock';

/**
 * Sees to it that one program at a time works in a folder; returns how to let go of it, or the process that holds it. What
 * a killed program left behind holds nothing.
 */
export function lockFolder(folder: string): (() => void) | number {
  const file = path.join(folder, FILE);
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined) return holder;
    rmSync(file, { force: true });
  }
}

/** The living process, other than this one, that wrote the file. */
function holderOf(file: string): number | undefined {
  const holder = Number(readFileSync(file, 'utf8'));
  if (!Number.isInteger(holder) || holder < 1 || holder === process.pid) return undefined;
  try {
    process.kill(holder, 0); // no signal: asks whether it lives
    return holder;
  } catch (error) {
    return codeOf(error) === 'EPERM' ? holder : undefined;
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
