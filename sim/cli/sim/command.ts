import { Command, Option } from 'commander';
import type { Registry } from '../../systems/registry.ts';
import { faultHelp } from '../../text/fault-table.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { LOG_LEVELS } from '../shared/log-level.ts';
import type { RunJobOptions } from '../shared/run-job.ts';
import { withRunOptions } from '../shared/run-options.ts';

const HANGS =
  '\nA handler or an invariant that does not return is stopped after some seconds, and named with its step.\n';

/** `sim`: one seed, or many in turn. Calls `done` with the exit code. */
export function simCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command('sim')
    .description('run a system in the tank under the storm of one seed')
    .addHelpText('after', () => `\n${faultHelp()}\n${HANGS}`)
    .argument('[seed]', '1 to 64 printable characters, or a failure file (.json); default: a random seed')
    .option('--seeds <A..B>', 'run a range of seeds; stop at the first failure')
    .option('--keep-going', 'with --seeds: continue after a failure');
  return withRunOptions(command, registry)
    .option('--log <level>', `log events to standard error: ${LOG_LEVELS.join(', ')}`)
    .option('--log-nodes <n,n>', 'log only events of these processes')
    .option('--from <step>', 'start logging at this step (level trace unless --log is given)')
    .option('--until <step>', 'end the run after this step')
    .option('--break <step>', 'break in an attached debugger right before this step')
    .option('--check-determinism', 'run twice and compare step by step')
    .option('--streams <n>', 'run this seed’s scenario n times with other random streams')
    .option('--stream <k>', 'run only the k-th of them')
    .option('--print-scenario', 'print the scenario as JSON and stop')
    .option('--junit <file>', 'with --seeds: also write a JUnit report, one case per seed')
    .option('--coverage', 'with --seeds: list lines and branches of the system file that no seed ran')
    .option('--json', 'print one JSON object and nothing else')
    .addOption(new Option('--step-digests', 'print one digest per step, for comparison').hideHelp())
    .action(async (seed: string | undefined, options: RunJobOptions) => {
      const { runSim } = await import('./run.ts');
      done(await runSim(seed, options, io, registry));
    });
}
