import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { every } from '../shared/run-options.ts';
import type { ServeOptions } from './run.ts';

/** Adds the options that select the system, the cluster and the TLS keys. */
export const withServedOptions = (command: Command, { systems }: Registry): Command =>
  command
    .option(
      '--system <name|file>',
      `the system: ${[...systems.keys()].join(', ')}, or a file such as ./my-system.ts`,
    )
    .option(
      '--set <path=value>',
      'override a setting, e.g. settings.viewTimeoutUs=500000 (repeatable)',
      every,
    )
    .option(
      '--cluster <name>',
      'the name of the group: replicas and clients of another one are refused',
      'wavetank',
    );

export const withTlsOptions = (command: Command): Command =>
  command
    .option('--tls-key <file>', 'private key, PEM')
    .option('--tls-cert <file>', 'certificate, PEM; a replica’s has the common name replica-N')
    .option('--tls-ca <file>', 'the authority that has signed all of them, PEM');

/** `serve`: one replica on this machine. */
export function serveCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('serve')
    .description('run one replica of a system on real sockets and files')
    .requiredOption('--replica <n>', 'which one, from 0')
    .requiredOption(
      '--peers <addresses>',
      'where all replicas can be called, by number: 127.0.0.1:7000,127.0.0.1:7001,...',
    )
    .requiredOption('--data <folder>', 'its files')
    .option('--new', 'it has never run: an empty folder is a new disk, and not a lost one')
    .option('--replicas <n>', 'how many the group begins with, when there are more peers')
    .option('--listen <address>', 'listen here, when that is not where the others call')
    .option('--clients-at <address>', 'a port of its own for clients')
    .option('--metrics-at <address>', 'GET /metrics and /healthz there')
    .option('--insecure', 'let others in from other machines without TLS')
    .option('--record <folder>', 'keep what happens to it, for `replay --recording`')
    .option('--record-bytes <n>', 'keep so much of it', String(1 << 30))
    .option('--redact <what>', 'values: recordings hold digests in place of texts')
    .option(
      '--fixed-peers',
      'others are where --peers says, whatever they say: there is a proxy between them',
    )
    .option(
      '--loses-unsynced <ms>',
      'for tests: a kill -9 is a loss of power, what was not synced is gone; a sync takes so long',
    )
    .option('--log <level>', 'silent, fatal, error, warn, info, debug', 'info')
    .option(
      '--built-with <id>',
      'for tests: the systems in --built-systems have this known bug; recordings say so',
    )
    .option('--built-systems <file>', 'for tests: take the systems from this module, which was built before')
    .option('--mutant <id>', 'put this known bug into the code first (in the repository only)');
  return withTlsOptions(withServedOptions(command, registry)).action(async (options: ServeOptions) => {
    const { runServe } = await import('./run.ts');
    done(await runServe(options, io, registry));
  });
}
