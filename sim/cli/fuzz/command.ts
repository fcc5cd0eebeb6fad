import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withMutantOptions, withScenarioOptions } from '../shared/run-options.ts';
import type { FuzzOptions } from './job.ts';

/** `fuzz`: many seeds on all cores, unattended. */
export function fuzzCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('fuzz')
    .description('run many seeds on all cores; nothing that was found is lost')
    .option('--seeds <A..B>', 'these seeds')
    .option('--minutes <m>', 'as many seeds as fit into this time, from a drawn one on')
    .option('--system <names|files>', 'systems under test, e.g. vsr,ping-pong or ./my-system.ts')
    .option('--workers <n>', 'threads at work (default: one per core)')
    .option(
      '--fleet <url>',
      'have the workers of a fleet run them, e.g. redis://host:6379 (see docs/fleet.md)',
    )
    .option(
      '--priority <name>',
      'in a fleet: regressions, commit or long (default: commit; long with --minutes)',
    )
    .option('--shard <I/N>', 'part I of N: every N-th seed')
    .option('--also <names>', 'seeds to begin with, by name, e.g. a commit hash')
    .option('--until-failure', 'stop at the first finding')
    .option('--run-seconds <s>', 'a run that takes longer counts as one that does not end (default: 60)')
    .option('--replicas <n>', 'override what the seeds draw')
    .option('--clients <n>', 'override what the seeds draw')
    .option('--ops <n>', 'operations of each client')
    .option('--max-steps <n>', 'give up a run after this many steps')
    .option('--junit <file>', 'write a JUnit report besides: a case for each kind of finding')
    .option('--coverage', 'say which lines and branches of the system files no seed has run')
    .option('--out <dir>', 'folder of the campaign (default: one below findings/)')
    .option('--store <file>', 'tell this store how it goes, and keep the findings there')
    .option('--resume', 'go on with the campaign in --out')
    .option('--json', 'one JSON object on standard output and nothing else');
  return withMutantOptions(withScenarioOptions(command)).action(async (options: FuzzOptions) => {
    const { runFuzz } = await import('./run.ts'); // loads a compiler, which other commands do not need
    done(await runFuzz(options, io, registry));
  });
}
