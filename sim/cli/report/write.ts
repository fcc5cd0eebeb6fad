import path from 'node:path';
import { makeFolder, writeAtomically } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import type { Io } from '../shared/io.ts';
import type { ReportOptions } from './options.ts';

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

/** Writes a page or an export to its file, and returns that; prints an export that has none. @throws BadInput */
export function deliver(
  { export: name, html, out }: ReportOptions,
  content: string,
  io: Io,
): string | undefined {
  const file = name === undefined ? (html ?? 'report.html') : out;
  if (file === undefined) io.out(content);
  else write(file, content);
  return file;
}
