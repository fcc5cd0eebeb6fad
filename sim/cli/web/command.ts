import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { WebOptions } from './run.ts';

/** `web`: shows campaigns, findings and runs in a browser. */
export function webCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('web')
    .description('show campaigns, findings, runs and mutants in a browser')
    .option('--store <file>', 'the store that is shown (default: findings/store.db)')
    .option('--port <n>', 'where to listen (default: 8317)')
    .option('--host <name>', 'listen beyond this machine, under this name or address')
    .option('--read-only', 'nothing can be started from a page')
    .action(async (options: WebOptions) => {
      const { runWeb } = await import('./run.ts');
      done(await runWeb(options, io, registry));
    });
}
