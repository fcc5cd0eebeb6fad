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
    .description('run a system in the tank: one seed makes the whole storm')
    .addHelpText('after', () => `\n${faultHelp()}\n${HANGS}`)
    .argument(
      '[seed]',
      'of 1 to 64 printable characters, or a failure file (.json); drawn when it is left out',
    )
    .option('--seeds <A..B>', 'run many seeds in turn, up to the first failure')
    .option('--keep-going', 'with --seeds: go on after a failure');
  return withRunOptions(command, registry)
    .option('--log <level>', `say what happens, on standard error: ${LOG_LEVELS.join(', ')}`)
    .option('--log-nodes <n,n>', 'log only what happens at these processes')
    .option('--from <step>', 'log from this step on (at level trace unless --log says otherwise)')
    .option('--until <step>', 'end the run after this step')
    .option('--break <step>', 'stop an attached debugger right before this step')
    .option('--check-determinism', 'run twice and compare, step by step')
    .option('--streams <n>', 'run the scenario of this seed so many times under other dice')
    .option('--stream <k>', 'run it once, under the k-th of them')
    .option('--print-scenario', 'print the scenario as JSON and stop')
    .option('--junit <file>', 'with --seeds: write a JUnit report besides, a case for each seed')
    .option('--coverage', 'with --seeds: say which lines and branches of the system file no seed has run')
    .option('--json', 'one JSON object on standard output and nothing else')
    .addOption(new Option('--step-digests', 'one line per step, to compare').hideHelp())
    .action(async (seed: string | undefined, options: RunJobOptions) => {
      const { runSim } = await import('./run.ts');
      done(await runSim(seed, options, io, registry));
    });
}
