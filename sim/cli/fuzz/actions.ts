import { appendFileSync } from 'node:fs';

/** An error as GitHub Actions shows it beside a run: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export const annotation = (title: string, message: string): string =>
  `::error title=${escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escaped(message)}\n`;

/** A command is one line, and `%` begins what stands for a character. */
const escaped = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Adds lines to the summary of a step, as they are: no line of theirs can end the block. */
export function addToSummary(file: string, lines: readonly string[]): void {
  const fence = '`'.repeat(
    Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length))) + 1,
  );
  appendFileSync(file, `${[fence, ...lines, fence].join('\n')}\n`);
}
