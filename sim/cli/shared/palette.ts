import { Chalk, type ChalkInstance } from 'chalk';
import { type Paint, plain } from '../../text/paint.ts';

/** Colours for a terminal; none elsewhere, nor where NO_COLOR is set (https://no-color.org). */
export function palette(isTerminal: boolean, noColor: string | undefined, term: string | undefined): Paint {
  if (!isTerminal || (noColor !== undefined && noColor !== '') || term === 'dumb') return plain;
  const chalk: ChalkInstance = new Chalk({ level: 1 });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red.bold(text),
    warning: (text) => chalk.yellow(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    command: (text) => chalk.cyan(text),
  };
}
