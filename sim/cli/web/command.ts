import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { WebOptions } from './run.ts';

/** `web`: shows campaigns, findings and runs in a browser. */
export function webCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('web')
    .description('show campaigns, findings, runs and mutants in a browser')
    .option('--store <file>', 'store to show (default: findings/store.db)')
    .option('--port <n>', 'port to listen on (default: 8317)')
    .option('--host <name>', 'listen beyond loopback, under this name or address')
    .option('--read-only', 'do not allow pages to start anything')
    .action(async (options: WebOptions) => {
      const { runWeb } = await import('./run.ts');
      done(await runWeb(options, io, registry));
    });
}
