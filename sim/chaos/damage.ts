import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

// Damage to the files of a stopped replica. The target is determined by `draw` and the existing files.

/** Deletes all of the replica's data. */
export function wipe(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Truncates one file. Returns its name, or undefined if there is none. */
export function truncate(folder: string, draw: number): string | undefined {
  const file = fileOf(folder, draw);
  if (file === undefined) return undefined;
  const size = statSync(file).size;
  const fd = openSync(file, 'r+');
  try {
    ftruncateSync(fd, Math.floor((size * ((draw >>> 8) % 1000)) / 1000));
  } finally {
    closeSync(fd);
  }
  return file;
}

/** Flips some bits of one file. Returns its name, or undefined if there is none. */
export function flipBits(folder: string, draw: number): string | undefined {
  const file = fileOf(folder, draw);
  if (file === undefined) return undefined;
  const size = statSync(file).size;
  const fd = openSync(file, 'r+');
  try {
    const byte = new Uint8Array(1);
    const count = 1 + (draw % 8);
    for (let i = 1; i <= count; i++) {
      const at = Math.abs(Math.imul(draw ^ (i * 0x9e3779b1), 0x85ebca6b)) % size;
      readSync(fd, byte, 0, 1, at);
      byte[0] = (byte[0] ?? 0) ^ (1 << ((draw >>> i) & 7));
      writeSync(fd, byte, 0, 1, at);
    }
  } finally {
    closeSync(fd);
  }
  return file;
}

function fileOf(folder: string, draw: number): string | undefined {
  const files = readdirSync(path.join(folder, 'files'))
    .sort()
    .map((name) => path.join(folder, 'files', name))
    .filter((file) => statSync(file).size > 0);
  return files[draw % Math.max(1, files.length)];
}
