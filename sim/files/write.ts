import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Makes a folder and those above it, one by one: Node's own recursion never ends where none may be made (below /proc). */
export function makeFolder(folder: string, mode = 0o777): void {
  const whole = path.resolve(folder);
  if (existsSync(whole)) return;
  makeFolder(path.dirname(whole), mode);
  try {
    mkdirSync(whole, { mode });
  } catch (error) {
    if (!existsSync(whole)) throw error; // somebody else may have made it just now
  }
}

/** The file has the old text or the new one, whatever happens in between. */
export function writeAtomically(file: string, text: string): void {
  replaceAtomically(file, (handle) => writeFileSync(handle, text));
}

/** Likewise; `fill` writes the new content. */
export function replaceAtomically(file: string, fill: (handle: number) => void): void {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = openSync(temporary, 'wx');
    try {
      fill(handle);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Temporary names used by {@link replaceAtomically}. */
const UNFINISHED = /.\.\d+\.[0-9a-f]{8}$/;

/** Removes temporary files left in a folder by killed processes. No other process may be writing there. */
export function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (UNFINISHED.test(name)) rmSync(path.join(folder, name), { force: true });
  }
}

/** Without it a loss of power may undo the renaming. Windows opens no folders, and journals renames itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
