import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Three amounts of testing, see CONTRIBUTING.md:
 * - `npm run test:fast` leaves out the slow files: those that start processes or threads, or run many seeds.
 * - `npm test` runs all files in their short form.
 * - `npm run test:long` runs all files with the amounts that `sim/testing/long.ts` gives for it.
 */
const ALL = '{src,sim,invariants,examples,scripts}/**/*.test.{ts,tsx}';
const SLOW = '**/*.slow.test.{ts,tsx}';

/** Slow tests of what stands between a system file and Node: here the runner's own loader stands between them, file by file. */
const GATED = [
  'sim/cli/shared/later-misuse.slow.test.ts',
  'sim/cli/shared/leaks.slow.test.ts',
  'sim/cli/sim/stuck-step.slow.test.ts',
];

const fast = process.env['WAVETANK_TESTS'] === 'fast';
const long = process.env['WAVETANK_TESTS'] === 'long';

const api = (entry: string): string => fileURLToPath(new URL(`./sim/api/${entry}.ts`, import.meta.url));

export default defineConfig({
  // Examples import the package by its name, as their readers do.
  resolve: {
    alias: [
      { find: /^wavetank$/, replacement: api('index') },
      { find: /^wavetank\/(invariants|systems|vitest|wal)$/, replacement: api('$1') },
    ],
  },
  test: {
    // Files share modules: loading them anew for each file took a third of the time of the quick ones, and an eighth of the slow ones.
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: [ALL], exclude: [...configDefaults.exclude, SLOW], isolate: false },
      },
      ...(fast
        ? []
        : [
            {
              extends: true as const,
              test: {
                name: 'slow',
                include: [`{src,sim,invariants,examples,scripts}/${SLOW}`],
                exclude: [...configDefaults.exclude, ...GATED],
                isolate: false,
                globalSetup: ['sim/testing/bundle-program.ts'],
                setupFiles: ['sim/testing/node-stacks.ts', 'sim/testing/use-program-bundle.ts'],
                // Bundles of system files are modules of Node: transforming their megabytes once more takes seconds.
                server: { deps: { external: [/\/wavetank-[^/]*\/system\.mjs/] } },
              },
            },
            { extends: true as const, test: { name: 'gated', include: GATED } },
          ]),
    ],
    // A third of the time, workers wait: for processes that they have started, and for timers.
    maxWorkers: Math.ceil(1.5 * os.availableParallelism()),
    // Simulations are bound by the processor, which CI may share with others: a test that hangs is still found.
    testTimeout: long ? 1_800_000 : 240_000,
    hookTimeout: 240_000,
    coverage: {
      provider: 'v8',
      include: ['{src,sim,invariants}/**/*.{ts,tsx}'],
      exclude: ['**/testing/**', '**/*.test.{ts,tsx}'],
      reporter: ['text-summary', 'lcov'],
    },
  },
});
