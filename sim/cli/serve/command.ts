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
      'cluster name; replicas and clients of another cluster are refused',
      'wavetank',
    );

export const withTlsOptions = (command: Command): Command =>
  command
    .option('--tls-key <file>', 'private key, PEM')
    .option('--tls-cert <file>', 'certificate, PEM; a replica’s common name is replica-N')
    .option('--tls-ca <file>', 'certificate authority that signed all certificates, PEM');

/** `serve`: one replica on this machine. */
export function serveCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('serve')
    .description('run one replica of a system on real sockets and files')
    .requiredOption('--replica <n>', 'replica number, from 0')
    .requiredOption(
      '--peers <addresses>',
      'addresses of all replicas, in order: 127.0.0.1:7000,127.0.0.1:7001,...',
    )
    .requiredOption('--data <folder>', 'data folder of this replica')
    .option('--new', 'first start: treat an empty folder as a new disk, not as a lost one')
    .option('--replicas <n>', 'initial group size, if there are more peers')
    .option('--listen <address>', 'listen address, if it differs from the one in --peers')
    .option('--clients-at <address>', 'separate address for clients')
    .option('--metrics-at <address>', 'address for GET /metrics and /healthz')
    .option('--insecure', 'allow connections from other machines without TLS')
    .option('--record <folder>', 'folder for the flight recorder, for `replay --recording`')
    .option('--record-bytes <n>', 'size limit of the recording (default: 1073741824)')
    .option(
      '--record-each',
      'for tests: record each step before its effects go out, so that kill -9 loses none',
    )
    .option('--redact <what>', 'values: record digests instead of texts')
    .option(
      '--fixed-peers',
      'use the addresses in --peers even if replicas announce others, as behind a proxy',
    )
    .option(
      '--loses-unsynced <ms>',
      'for tests: kill -9 loses unsynced writes, as a power loss does; a sync takes this long',
    )
    .option('--log <level>', 'silent, fatal, error, warn, info, debug', 'info')
    .option('--built-with <id>', 'for tests: the mutant in --built-systems, named in recordings')
    .option('--built-systems <file>', 'for tests: load the systems from this prebuilt module')
    .option('--mutant <id>', 'apply this mutant (repository only)');
  return withTlsOptions(withServedOptions(command, registry)).action(async (options: ServeOptions) => {
    const { runServe } = await import('./run.ts');
    done(await runServe(options, io, registry));
  });
}
