import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';

/** Starts the program. Where Node supports it, compiled code is cached between starts. */
const STARTER = `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
await import('./main.js');
`;

/** The program of the package in `outdir`, a folder beside the compiled files of `sim/`. */
export async function bundleProgram(root: string, outdir: string): Promise<void> {
  await bundle({
    root,
    outdir,
    sourcemap: false,
    placeOf: (file) => compiledPlace(path.relative(root, file)),
  });
  const starter = path.join(outdir, 'wavetank.js');
  writeFileSync(starter, STARTER);
  chmodSync(starter, 0o755);
}

/** A module that asks where it is gets the place of its compiled file, and not that of the bundle. */
const compiledPlace = (file: string): string => {
  const compiled = path.posix.join('..', file.replaceAll('\\', '/').replace(/\.ts$/, '.js'));
  return `(import.meta.dirname + ${JSON.stringify(`/${compiled}`)})`;
};
