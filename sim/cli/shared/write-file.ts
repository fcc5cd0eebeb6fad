import path from 'node:path';
import { makeFolder, writeAtomically } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';

/** @throws BadInput naming the option that requested the file. */
export function writeFileFor(option: string, file: string, text: string): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    writeAtomically(file, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new BadInput(`${option} ${file} cannot be written (${code})`);
  }
}
