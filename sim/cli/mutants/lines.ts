import { isControl } from '../../mutants/mutant.ts';
import type { MutantScore, Score, Spread } from '../../mutants/score.ts';
import type { Paint } from '../../text/paint.ts';
import { count, several } from '../../words/units.ts';

type Row = readonly string[];

const HEADER: Row = ['', 'id', 'name', 'found', 'activated', 'seeds', 'steps', 'seconds', 'fired first'];

/** All of a campaign, for people. Pairs are median and worst over all trials, misses included. */
export function tableLines(score: Score, blackBox: boolean, paint: Paint): readonly string[] {
  const measured = score.mutants.filter(({ trials }) => trials > 0);
  const real = measured.filter(({ mutant }) => !isControl(mutant));
  const groups: readonly (readonly [title: string, scores: readonly MutantScore[]])[] = [
    ['mutants', real.filter(({ trivial }) => !trivial)],
    ['trivial mutants (more than half of all runs find them)', real.filter(({ trivial }) => trivial)],
    ['negative controls (must stay silent)', measured.filter(({ mutant }) => isControl(mutant))],
  ];
  const rows = [HEADER, ...measured.map(rowOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    ...groups.flatMap(([title, scores]) =>
      scores.length === 0
        ? []
        : [
            '',
            paint.strong(title),
            paint.faint(line(HEADER)),
            ...scores.map((one) => toneOf(one, paint)(line(rowOf(one)))),
          ],
    ),
    ...suspectLines(measured, paint),
    ...unmeasuredLines(score, paint),
    '',
    ...scoreLines(score, blackBox, paint),
  ];
}

/** An interrupted campaign does not pass over what it did not finish. */
function unmeasuredLines({ mutants }: Score, paint: Paint): readonly string[] {
  const left = mutants.filter(({ trials }) => trials === 0).map(({ mutant }) => mutant.id);
  return left.length === 0 ? [] : ['', paint.warning(`interrupted, not measured: ${left.join(', ')}`)];
}

function rowOf(score: MutantScore): Row {
  const { mutant, found, trials, activated, compared, seeds, steps, seconds, fired } = score;
  const firedText = fired.map(([id, times]) => `${id}${mutant.expect.includes(id) ? '' : '?'} ×${times}`);
  const start = [markOf(score), mutant.id, mutant.name, `${found}/${trials}`];
  const activatedText = `${count(activated)}/${count(compared)}`;
  if (isControl(mutant) && found === 0) {
    return [...start, activatedText, several(score.runs, 'run'), '', '', 'silent'];
  }
  return [
    ...start,
    activatedText,
    pair(seeds, (value) => count(Math.round(value))),
    pair(steps, (value) => count(Math.round(value))),
    pair(seconds, (value) => value.toFixed(value < 10 ? 2 : 0)),
    firedText.join(' '),
  ];
}

function markOf(score: MutantScore): string {
  if (isGood(score)) return '✓';
  return score.found > 0 && !isControl(score.mutant) ? '~' : '✗';
}

/** Found in every trial; a control: in none. */
const isGood = ({ mutant, found, trials }: MutantScore): boolean =>
  isControl(mutant) ? found === 0 : found === trials;

const pair = ({ median, worst }: Spread, text: (value: number) => string): string =>
  [median, worst].map((value) => (value === null ? '∞' : text(value))).join(' / ');

function toneOf(score: MutantScore, paint: Paint): (text: string) => string {
  switch (markOf(score)) {
    case '✓':
      return (text) => text;
    case '~':
      return paint.warning;
    default:
      return paint.bad;
  }
}

/** Failures of the unmutated build and errors of the harness, which should not occur. */
function suspectLines(scores: readonly MutantScore[], paint: Paint): string[] {
  const lines = new Set<string>();
  for (const { mutant, suspects } of scores) {
    for (const { build, seed, what } of suspects) {
      const first = what.split('\n')[0] ?? '';
      lines.add(
        build === 'unmutated'
          ? `the unmutated build fails on seed ${seed}: ${first}`
          : `the harness breaks under ${mutant.id} on seed ${seed}: ${first}`,
      );
    }
  }
  return lines.size === 0 ? [] : ['', ...[...lines].map((line) => paint.bad(`✗ ${line}`))];
}

function scoreLines({ mutants, score, scoreNontrivial }: Score, blackBox: boolean, paint: Paint): string[] {
  const real = mutants.filter(({ mutant, trials }) => !isControl(mutant) && trials > 0);
  const always = real.filter(({ found, trials }) => found === trials).length;
  const never = real.filter(({ found }) => found === 0).map(({ mutant }) => mutant.id);
  const text = (value: number | null): string => (value === null ? 'none' : value.toFixed(3));
  return [
    `${paint.strong(`score ${text(score)}`)}${blackBox ? ' (black box)' : ''} · without trivial ones ${text(scoreNontrivial)} · ${always} of ${several(real.length, 'mutant')} found in every trial${never.length === 0 ? '' : `, never ${never.join(' ')}`}`,
  ];
}
