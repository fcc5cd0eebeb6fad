import { Command } from 'commander';
import { NETWORKS } from '../../check/model/configuration.ts';
import type { Registry } from '../../systems/registry.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { CheckOptions } from './options.ts';
import { smallSystems } from './small-systems.ts';

const every = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `check`: every schedule of a small configuration. */
export function checkCommand(registry: Registry, io: Io, done: (code: ExitCode) => void): Command {
  const names = [...smallSystems.keys(), ...registry.systems.keys()].join(', ');
  return new Command('check')
    .description(
      'try every schedule of a small configuration: it holds for all of them, or here is a shortest one that breaks it',
    )
    .option('--system <name|file>', `the system under test: ${names}, or a file such as ./my-system.ts`)
    .option('--replicas <n>', 'how many replicas')
    .option('--clients <n>', 'how many clients')
    .option('--operations <n>', 'operations of each client')
    .option('--network <kind>', `how messages travel: ${NETWORKS.join(', ')}`)
    .option('--lose <n>', 'messages that may be lost; any: any number of them')
    .option('--duplicate <n>', 'messages that may arrive once more')
    .option('--crash <n>', 'crashes of replicas, each with a restart; any')
    .option('--timer <name=n>', 'how often timers of this name may fire; any (repeatable)', every, [])
    .option('--disk <mode>', 'instant: disks answer at once; steps: one request at a time, in any order')
    .option('--tear', 'a crash may keep some of what is not synced, and not only all or nothing')
    .option('--points', 'a crash may strike at each named point within a handler, too')
    .option('--calls <mode>', 'step: clients call whenever they like; at-once: as soon as they can')
    .option('--random <mode>', 'calm: small random numbers have one value; every: each of them')
    .option('--from <run@step>', 'begin at this step of a run: SEED@STEP or FILE@STEP')
    .option('--property <name>', 'judge only this one (repeatable)', every, [])
    .option(
      '--liveness',
      'judge also that every operation ends, where what is sent again and again arrives some time',
    )
    .option('--walks <n>', 'random schedules instead of all of them: deeper, and no proof')
    .option('--seed <seed>', 'of the random schedules (default: 1)')
    .option('--to-the-end', 'go on behind violations until every state is known')
    .option('--no-reduction', 'leave no message and no symmetric state out')
    .option('--identity <kind>', 'what makes two states one: ours, or stateright to compare counts')
    .option('--states <n>', 'give up after so many different states')
    .option('--minutes <m>', 'give up after this time')
    .option('--memory <mb>', 'give up when the process has grown to this size')
    .option('--mutant <id>', 'put this known bug into the code first, in memory (in the repository only)')
    .option('--catalogue <file>', 'take the mutant from this JSON file instead of our own catalogue')
    .option('--out <dir>', 'write a counterexample as a run of the simulator into this folder')
    .option('--json', 'one JSON object on standard output and nothing else')
    .action(async (options: CheckOptions) => {
      const { runCheck } = await import('./run.ts'); // brings a compiler, which other commands need not wait for
      done(await runCheck(options, io, registry));
    });
}
