import type { Command } from 'commander';
import { NETWORKS } from '../../check/model/configuration.ts';
import type { Registry } from '../../systems/registry.ts';
import { smallSystems } from './small-systems.ts';

const every = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Adds the options for the system, its size, and the possible events. */
export function withConfiguration(command: Command, registry: Registry): Command {
  const names = [...smallSystems.keys(), ...registry.systems.keys()].join(', ');
  return command
    .option('--system <name|file>', `system under test: ${names}, or a file such as ./my-system.ts`)
    .option('--replicas <n>', 'number of replicas')
    .option('--clients <n>', 'number of clients')
    .option('--operations <n>', 'operations per client')
    .option(
      '--warm-up <n>',
      'further operations that each client does before the search, one after another and without faults',
    )
    .option('--network <kind>', `network model: ${NETWORKS.join(', ')}`)
    .option('--lose <n>', 'messages that may be lost: a number, or any')
    .option('--duplicate <n>', 'messages that may be delivered twice')
    .option('--crash <n>', 'replica crashes, each followed by a restart: a number, or any')
    .option(
      '--timer <name=n>',
      'how often timers of this name may fire: a number, any, or idle (only when nothing else can happen; repeatable)',
      every,
      [],
    )
    .option('--disk <mode>', 'instant: disk requests complete at once; steps: one at a time, in any order')
    .option('--tear', 'a crash may keep part of the unsynced writes, not only all or none')
    .option('--points', 'a crash may also strike at named points within a handler')
    .option(
      '--calls <mode>',
      'step: a client’s call is a step of its own; at-once: clients call as soon as they can',
    )
    .option('--random <mode>', 'calm: a random number has one value; every: try each value of small ones')
    .option(
      '--set <path=value>',
      'override a setting of the system, e.g. settings.reads=quorum (repeatable)',
      every,
      [],
    )
    .option('--from <run@step>', 'start from this step of a simulated run: SEED@STEP or FILE@STEP')
    .option('--property <name>', 'check only this property (repeatable)', every, [])
    .option('--mutant <id>', 'apply this mutant in memory (repository only)')
    .option('--catalogue <file>', 'JSON file of mutants, instead of the built-in catalogue');
}
