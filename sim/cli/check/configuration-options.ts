import type { Command } from 'commander';
import { NETWORKS } from '../../check/model/configuration.ts';
import type { Registry } from '../../systems/registry.ts';
import { smallSystems } from './small-systems.ts';

const every = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Adds the options for the system, its size, and the possible events. */
export function withConfiguration(command: Command, registry: Registry): Command {
  const names = [...smallSystems.keys(), ...registry.systems.keys()].join(', ');
  return command
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
    .option('--mutant <id>', 'put this known bug into the code first, in memory (in the repository only)')
    .option('--catalogue <file>', 'take the mutant from this JSON file instead of our own catalogue');
}
