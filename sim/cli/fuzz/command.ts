import { Command } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withMutantOptions, withScenarioOptions } from '../shared/run-options.ts';
import type { FuzzOptions } from './job.ts';

/** `fuzz`: many seeds on all cores, unattended. */
export function fuzzCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('fuzz')
    .description('run many seeds on all cores, and keep every finding')
    .option('--seeds <A..B>', 'range of seeds to run')
    .option('--minutes <m>', 'run as many seeds as fit into this time, starting at a random one')
    .option('--system <names|files>', 'systems under test, e.g. vsr,ping-pong or ./my-system.ts')
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option('--fleet <url>', 'run the seeds on a fleet, e.g. redis://host:6379 (see docs/fleet.md)')
    .option(
      '--priority <name>',
      'fleet priority: regressions, commit or long (default: commit; long with --minutes)',
    )
    .option('--shard <I/N>', 'part I of N: every N-th seed')
    .option('--also <names>', 'named seeds to run first, e.g. a commit hash')
    .option('--until-failure', 'stop at the first finding')
    .option('--run-seconds <s>', 'a run that takes more time of a core counts as a hang (default: 60)')
    .option('--replicas <n>', 'override the values drawn from the seeds')
    .option('--clients <n>', 'override the values drawn from the seeds')
    .option('--ops <n>', 'operations per client')
    .option('--max-steps <n>', 'give up a run after this many steps')
    .option('--junit <file>', 'also write a JUnit report, one case per kind of finding')
    .option('--coverage', 'report lines and branches of the system files that no seed has run')
    .option('--out <dir>', 'campaign folder (default: a new one in findings/)')
    .option('--store <file>', 'store to record progress and findings in')
    .option('--resume', 'resume the campaign in --out')
    .option('--json', 'print one JSON object and nothing else');
  return withMutantOptions(withScenarioOptions(command)).action(async (options: FuzzOptions) => {
    const { runFuzz } = await import('./run.ts'); // loads a compiler, which other commands do not need
    done(await runFuzz(options, io, registry));
  });
}
