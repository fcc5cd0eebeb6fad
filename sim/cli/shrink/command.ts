import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withRunOptions } from '../shared/run-options.ts';
import type { ShrinkCommandOptions } from './run.ts';

/** `shrink`: a failing run, made small. */
export function shrinkCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('shrink')
    .description('make a failing run small: fewer faults, messages, operations, processes, less time')
    .argument('<seed>', 'the seed that fails, or a failure file (.json)')
    .option('--minutes <m>', 'give up looking after this time (default: 1)')
    .option('--workers <n>', 'threads at work (default: one per core); the result does not depend on them')
    .option(
      '--out <file>',
      'where to put the small run (default: beside the failure file, or below findings/)',
    )
    .option(
      '--emit-test <file>',
      'write a test (.test.ts) that makes the small run again; for our own systems, in the repository',
    )
    .option('--save [name]', 'keep the small run among the regressions in seeds/; likewise')
    .option('--json', 'one JSON object on standard output and nothing else');
  return withRunOptions(command, registry).action(async (seed: string, options: ShrinkCommandOptions) => {
    const { runShrink } = await import('./run.ts');
    done(await runShrink(seed, options, io, registry));
  });
}
