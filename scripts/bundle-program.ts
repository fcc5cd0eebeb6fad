import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Starts the program. Where Node supports it, compiled code is cached between starts. */
const STARTER = `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
await import('./main.js');
`;

/** Bundled CommonJS code uses it to require modules of Node. */
const REQUIRE =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";

/** The program in a few files in `outdir`, a folder beside the compiled files of `sim/`: it loads what a command needs, and no more. */
export async function bundleProgram(root: string, outdir: string): Promise<void> {
  await build({
    entryPoints: [path.join(root, 'sim/cli/main.ts')],
    outdir,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    banner: { js: REQUIRE },
    plugins: [bundled(), ownPlaces(root)],
  });
  const starter = path.join(outdir, 'wavetank.js');
  writeFileSync(starter, STARTER);
  chmodSync(starter, 0o755);
}

/** Packages that every command loads. Loaded file by file they took a quarter of the time of a short command, mostly for languages of zod. */
const BUNDLED = /^(chalk|commander|crc-32|msgpackr|seedrandom|zod)(\/|$)/;

const bundled = (): Plugin => ({
  name: 'bundled',
  setup({ onResolve }) {
    onResolve({ filter: BUNDLED }, ({ path: name }) => ({
      path: fileURLToPath(import.meta.resolve(name)),
      sideEffects: false,
    }));
  },
});

/** A module that asks where it is gets the place of its compiled file, and not that of the bundle. */
const ownPlaces = (root: string): Plugin => ({
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!/\bimport\.meta\.(dirname|filename)\b/.test(text)) return undefined;
      const compiled = path.posix.join(
        '..',
        path.relative(root, file).replaceAll('\\', '/').replace(/\.ts$/, '.js'),
      );
      const place = (relative: string): string => `(import.meta.dirname + ${JSON.stringify(`/${relative}`)})`;
      const contents = text.replaceAll(/\bimport\.meta\.(dirname|filename)\b/g, (_, what) =>
        place(what === 'filename' ? compiled : path.posix.dirname(compiled)),
      );
      return { contents, loader: 'ts' };
    });
  },
});
