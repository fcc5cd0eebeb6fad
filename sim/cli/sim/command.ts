import { Command, Option } from 'commander';
import { BEYOND } from '../../input/overrides.ts';
import { STRATEGIES } from '../../network/options.ts';
import { faultHelp } from '../../text/fault-table.ts';
import { prepareJob } from '../mutants/prepare-job.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { LOG_LEVELS } from '../shared/log-level.ts';
import type { Registry } from '../shared/registry.ts';
import { checkDeterminism, printStepDigests } from './check-determinism.ts';
import type { SimJob, SimOptions } from './job.ts';
import { runMany } from './run-many.ts';
import { refuseUnknownNodes, runOne } from './run-one.ts';

/** Nothing in a thread can stop the code that runs in it. */
const HANGS =
  '\nA handler that never returns hangs this command; `fuzz --run-seconds 10` gives it up and reports its seed.\n';

const every = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `sim`: one seed, or many in turn. `done` is told how the command ended. */
export function simCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const names = [...registry.systems.keys()].join(', ');
  return new Command('sim')
    .description('run a system in the tank: one seed makes the whole storm')
    .addHelpText('after', () => `\n${faultHelp()}\n${HANGS}`)
    .argument(
      '[seed]',
      'of 1 to 64 printable characters, or a failure file (.json); drawn when it is left out',
    )
    .option('--seeds <A..B>', 'run many seeds in turn, up to the first failure')
    .option('--keep-going', 'with --seeds: go on after a failure')
    .option('--system <name|file>', `the system under test: ${names}, or a file such as ./my-system.ts`)
    .option('--scenario <file>', 'run the scenario in this JSON file instead of drawing one')
    .option('--replicas <n>', 'override what the seed drew')
    .option('--clients <n>', 'override what the seed drew')
    .option('--ops <n>', 'operations of each client')
    .option('--max-steps <n>', 'give up after this many steps')
    .option('--beyond', BEYOND)
    .option('--strategy <name>', `how schedules are drawn: ${STRATEGIES.join(', ')}`)
    .option('--set <path=value>', 'override any field, e.g. drop.ppm=30000 (repeatable)', every, [])
    .option('--edit <decision=value>', 'force a decision, e.g. "drop 0>1 #17=0" (repeatable)', every, [])
    .option('--log <level>', `say what happens, on standard error: ${LOG_LEVELS.join(', ')}`)
    .option('--log-nodes <n,n>', 'log only what happens at these processes')
    .option('--from <step>', 'log from this step on (at level trace unless --log says otherwise)')
    .option('--until <step>', 'end the run after this step')
    .option('--break <step>', 'stop an attached debugger right before this step')
    .option('--check-determinism', 'run twice and compare, step by step')
    .option('--print-scenario', 'print the scenario as JSON and stop')
    .option('--mutant <id>', 'put this known bug into the code first, in memory (in the repository only)')
    .option('--catalogue <file>', 'take the mutant from this JSON file instead of our own catalogue')
    .option('--json', 'one JSON object on standard output and nothing else')
    .addOption(new Option('--step-digests', 'one line per step, to compare').hideHelp())
    .action(async (seed: string | undefined, options: SimOptions) => {
      done(await act(await prepareJob(seed, options, registry), io));
    });
}

async function act(job: SimJob, io: Io): Promise<ExitCode> {
  if (job.seeds !== undefined) return runMany(job, job.seeds, io);
  const scenario = job.scenarioOf(job.seed ?? io.drawSeed());
  refuseUnknownNodes(job, scenario);
  switch (job.mode) {
    case 'print-scenario':
      io.out(`${JSON.stringify(scenario, null, 2)}\n`);
      return ExitCode.clean;
    case 'step-digests':
      return printStepDigests(job, scenario, io);
    case 'check-determinism':
      return checkDeterminism(job, scenario, io);
    case 'run':
      return runOne(job, scenario, io);
  }
}
