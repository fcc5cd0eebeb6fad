import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import { withConfiguration } from '../check/configuration-options.ts';
import type { CheckOptions } from '../check/options.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';

/** `explore`: browse the states of `check` one at a time. */
export function exploreCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return withConfiguration(new Command('explore'), registry)
    .description('walk through the state space of check in a browser, step by step')
    .option('--port <port>', 'loopback port of the page (default: any free one)')
    .action(async (options: CheckOptions & { readonly port?: string }) => {
      const { runExplore } = await import('./run.ts'); // loads a compiler, which other commands do not need
      done(await runExplore({ ...options, reduction: true }, io, registry));
    });
}
