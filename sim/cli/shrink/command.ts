import { Command } from 'commander';
import { STRATEGIES } from '../../network/options.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { Registry } from '../shared/registry.ts';
import type { ShrinkCommandOptions } from './run.ts';

const every = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `shrink`: a failing run, made small. */
export function shrinkCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('shrink')
    .description('make a failing run small: fewer faults, messages, operations, processes, less time')
    .argument('<seed>', 'the seed that fails, or a failure file (.json)')
    .option('--minutes <m>', 'give up looking after this time (default: 1)')
    .option('--workers <n>', 'threads at work (default: one per core); the result does not depend on them')
    .option(
      '--out <file>',
      'where to put the small run (default: beside the failure file, or below findings/)',
    )
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
    .option(
      '--emit-test <file>',
      'write a test (.test.ts) that makes the small run again; for our own systems, in the repository',
    )
    .option('--save [name]', 'keep the small run among the regressions in seeds/; likewise')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (seed: string, options: ShrinkCommandOptions) => {
      const { runShrink } = await import('./run.ts');
      done(await runShrink(seed, options, io, registry));
    });
}
