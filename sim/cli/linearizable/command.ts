import { Command } from 'commander';
import { FORMATS } from '../../../invariants/linearizability/formats/format.ts';
import { VOCABULARIES } from '../../../invariants/linearizability/formats/vocabulary.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { judgeFiles, type LinearizableOptions } from './run.ts';

/** `linearizable`: histories of any system, judged. */
export function linearizableCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command('linearizable')
    .description('judge histories: is there a legal order of the operations that respects real time?')
    .argument('<files...>', 'histories, gzipped or not; - is standard input')
    .option('--format <name>', `${FORMATS.join(', ')} or auto`, 'auto')
    .option(
      '--model <name>',
      `${Object.keys(VOCABULARIES).join(', ')}, a file such as ./model.ts, or auto`,
      'auto',
    )
    .option('--budget <steps>', 'model steps that the search for one order may take')
    .option('--html <file>', 'draw the history (of one file) on a page of its own')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (files: readonly string[], options: LinearizableOptions) => {
      done(await judgeFiles(files, options, io));
    });
}
