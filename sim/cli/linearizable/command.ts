import { Command } from 'commander';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { FORMAT_NAMES, MODEL_NAMES, WORKLOAD_NAMES } from './names.ts';
import type { LinearizableOptions } from './run.ts';

const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `linearizable`: histories of any system, judged. */
export function linearizableCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command('linearizable')
    .description('check histories for linearizability and other consistency models')
    .argument('<files...>', 'histories, gzipped or not; - is standard input')
    .option('--format <name>', `${FORMAT_NAMES.join(', ')} or auto`, 'auto')
    .option(
      '--model <name>',
      `${[...MODEL_NAMES, ...WORKLOAD_NAMES].join(', ')}, a file such as ./model.ts, or auto`,
      'auto',
    )
    .option(
      '--initial <value>',
      'what the object holds at first: 0, or x=0 for one key; may be given again',
      collected,
      [],
    )
    .option('--independent', 'values are pairs of a key and a value, as Jepsen’s independent writes them')
    .option('--no-independent', 'they are not, though they look like it')
    .option('--keywords-as-text', 'in EDN, :a is the same value as "a"')
    .option('--budget <steps>', 'model steps that the search for one order may take')
    .option('--html <file>', 'draw the history (of one file) on a page of its own')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (files: readonly string[], options: LinearizableOptions) => {
      // Loaded when it is wanted: other commands must not wait for it.
      const { judgeFiles } = await import('./run.ts');
      done(await judgeFiles(files, options, io));
    });
}
