import { Command } from 'commander';
import { STRATEGIES } from '../../network/options.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { Registry } from '../shared/registry.ts';
import type { ReportOptions } from './run.ts';

const every = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `report`: one run as a page to look at, or for another tool. */
export function reportCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('report')
    .description('make a run once more and write it down: a page, or a file for another tool')
    .argument('<seed>', 'the seed, or a failure file (.json)')
    .option('--html <file>', 'where to put the page (default: report.html)')
    .option('--export <format>', 'write for another tool instead: shiviz, perfetto or jsonl')
    .option('--out <file>', 'where to put what is exported (default: standard output)')
    .option('--system <name|file>', 'the system under test: a name, or a file such as ./my-system.ts')
    .option('--scenario <file>', 'the scenario in this JSON file instead of a drawn one')
    .option('--replicas <n>', 'override what the seed drew')
    .option('--clients <n>', 'override what the seed drew')
    .option('--ops <n>', 'operations of each client')
    .option('--max-steps <n>', 'give up after this many steps')
    .option('--strategy <name>', `how schedules are drawn: ${STRATEGIES.join(', ')}`)
    .option('--set <path=value>', 'override any field (repeatable)', every, [])
    .option('--edit <decision=value>', 'force a decision (repeatable)', every, [])
    .option('--mutant <id>', 'put this known bug into the code first, in memory (in the repository only)')
    .option('--catalogue <file>', 'take the mutant from this JSON file instead of our own catalogue')
    .action(async (seed: string, options: ReportOptions) => {
      const { runReport } = await import('./run.ts');
      done(await runReport(seed, options, io, registry));
    });
}
