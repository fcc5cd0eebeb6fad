import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';

interface RegisterOptions {
  readonly replicas: string;
  readonly data?: string;
  readonly port: string;
  readonly json?: true;
}

const FOLDER = 'wavetank-register';

/** `register`: serves the atomic register. */
export function registerCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  return new Command('register')
    .description('the atomic register of Attiya, Bar-Noy and Dolev on this machine: serve, write VALUE, read')
    .argument('<words...>', 'serve, write VALUE, or read')
    .option('--replicas <n>', 'number of replicas', '3')
    .option('--data <folder>', `data folder (default: "${FOLDER}")`)
    .option('--port <n>', 'base port', '7100')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (words: readonly string[], options: RegisterOptions) => {
      const common = { system: 'abd', cluster: 'register' };
      if (words[0] === 'serve') {
        const { runCluster } = await import('../cluster/run.ts');
        const { port, replicas, data = FOLDER } = options;
        done(await runCluster({ ...common, data, port, replicas, restart: true }, io, registry));
        return;
      }
      const { dataOption, runClient } = await import('../client/run.ts');
      const { data, json } = options;
      const usual = {
        folder: FOLDER,
        at: '127.0.0.1:8100,127.0.0.1:8101,127.0.0.1:8102',
        start: (folder: string) =>
          commandLine('register', undefined, ['serve', ...dataOption(folder, usual)]),
      };
      done(
        await runClient(
          words,
          {
            ...common,
            timeout: '10000',
            ...(data === undefined ? {} : { data }),
            ...(json === undefined ? {} : { json }),
          },
          io,
          registry,
          usual,
        ),
      );
    });
}
