import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let folder: string | undefined = isBundle() ? fileURLToPath(new URL('.', import.meta.url)) : undefined;

/** Whether this module runs from the bundle of the program: see `scripts/bundle.mjs`. */
function isBundle(): boolean {
  return import.meta.url.startsWith('file:') && existsSync(new URL('./wavetank-index.js', import.meta.url));
}

/** The folder of the program's bundle, whose modules system files may share; undefined where the program runs file by file. */
export const programBundle = (): string | undefined => folder;

/** For tests, which run the program file by file: system files use this bundle of the same sources. */
export function useProgramBundle(of: string): void {
  folder = path.resolve(of);
}
