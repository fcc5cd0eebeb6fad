import { readFileSync } from 'node:fs';

/**
 * Tables for docs/mutants.md from what `npm run mutants -- --json` has printed, one file per group:
 * `npx tsx scripts/mutants-table.ts FILE...`, with results of `--black-box` among them or not.
 */
interface Measured {
  readonly id: string;
  readonly name: string;
  readonly control: boolean;
  readonly found: number;
  readonly trials: number;
  readonly activated: number;
  readonly compared: number;
  readonly runs: number;
  readonly median_seeds: number | null;
  readonly worst_seeds: number | null;
  readonly median_steps: number | null;
  readonly worst_steps: number | null;
  readonly median_seconds: number | null;
  readonly worst_seconds: number | null;
  readonly fired_counts: Readonly<Record<string, number>>;
  readonly as_expected: number;
}

interface Results {
  readonly black_box: boolean;
  readonly mutants: readonly Measured[];
}

const results = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Results); // what the command prints
const all = (blackBox: boolean): readonly Measured[] =>
  results
    .filter(({ black_box }) => black_box === blackBox)
    .flatMap(({ mutants }) => mutants)
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

const grouped = (value: number): string => Math.round(value).toLocaleString('en');
const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
const pair = (median: number | null, worst: number | null, text: (value: number) => string): string =>
  `${median === null ? '∞' : text(median)} / ${worst === null ? '∞' : text(worst)}`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function measuredRow(one: Measured): string {
  const fired = Object.entries(one.fired_counts).map(([id, times]) => `${id} ×${times}`);
  return row([
    one.id,
    one.name,
    `${one.found}/${one.trials}`,
    `${one.activated}/${one.compared}`,
    pair(one.median_seeds, one.worst_seeds, grouped),
    pair(one.median_steps, one.worst_steps, grouped),
    pair(one.median_seconds, one.worst_seconds, seconds),
    fired.join(' '),
  ]);
}

const share = (mutants: readonly Measured[], which: (one: Measured) => boolean): string =>
  `${mutants.filter(which).length} of ${mutants.length}`;

const glass = all(false);
const real = glass.filter(({ control }) => !control);
console.log(row(['id', 'mutant', 'found', 'activated', 'seeds', 'steps', 'seconds', 'fired first']));
console.log(row(Array.from({ length: 8 }, () => '---')));
for (const one of real) console.log(measuredRow(one));
console.log(`\nfound in every trial: ${share(real, ({ found, trials }) => found === trials)}`);
console.log(`found in some: ${share(real, ({ found }) => found > 0)}\n`);
for (const { id, name, runs, found } of glass.filter(({ control }) => control))
  console.log(row([id, name, grouped(runs), found === 0 ? 'none' : String(found)]));
const box = all(true).filter(({ control }) => !control);
if (box.length > 0) {
  console.log(`\nby answers alone: ${share(box, ({ found }) => found > 0)}; not found:`);
  console.log(
    box
      .filter(({ found }) => found === 0)
      .map(({ id }) => id)
      .join(' '),
  );
}
