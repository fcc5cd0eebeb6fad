import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../whole-file.ts';

/** Writes the files that a replica has before its first start. @throws Error of node:fs */
export function writeFormatted(directory: string, files: ReadonlyMap<string, Uint8Array> = new Map()): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of files) writeWhole(path.join(directory, name), bytes);
}
