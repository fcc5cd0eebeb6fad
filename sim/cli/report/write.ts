import path from 'node:path';
import { makeFolder, writeAtomically } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';

/** Writes a page or an export. @throws BadInput */
export function write(file: string, content: string): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    writeAtomically(file, content);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new BadInput(`${file} cannot be written (${code})`);
  }
}
