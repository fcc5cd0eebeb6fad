import { readFileSync } from 'node:fs';
import path from 'node:path';

const EXTENSION = path.extname(import.meta.filename);

/** The folder that all code is below: the repository, or `dist` of the installed package. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Whether this is the source code: the package has what was compiled of it, and no mutants or regressions. */
export const IN_REPOSITORY = EXTENSION === '.ts';

/** A module of ours on disk, by its path from {@link ROOT} without extension: `sim/campaign/worker`. */
export const ownModule = (name: string): string => path.join(ROOT, `${name}${EXTENSION}`);

/** Wavetank's own version, as its package says. */
export function wavetankVersion(): string {
  const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version?: string }; // our own file
  return version ?? 'unknown';
}
