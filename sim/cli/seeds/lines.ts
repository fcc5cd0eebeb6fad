import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';

/** The outcome of a regression. `stale`: it ended as required, but no longer reaches the situations it was kept for. */
export interface SeedOutcome {
  readonly file: string;
  readonly outcome: 'ok' | 'stale' | 'wrong';
  readonly said: string;
}

/** A line for each regression, how many are bad, and what to run next. */
export function seedsText(outcomes: readonly SeedOutcome[], bad: number, paint: Paint): string {
  const mark = { ok: paint.good('✓'), stale: paint.warning('~'), wrong: paint.bad('✗') };
  const lines = outcomes.map(
    ({ file, outcome, said }) => `${mark[outcome]} ${file}  ${outcome === 'ok' ? paint.faint(said) : said}`,
  );
  const head = bad === 0 ? paint.good('✓ all as they must be') : paint.bad(`✗ ${bad} of ${outcomes.length}`);
  const next =
    bad === 0
      ? commandLine('fuzz', undefined, ['--minutes', '10'])
      : commandLine('seeds', undefined, ['--json']);
  return text([...lines, `${head}  ${outcomes.length} regressions`, labelled(['next', paint.command(next)])]);
}
