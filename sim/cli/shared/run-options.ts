import type { Command } from 'commander';
import { BEYOND, CALM } from '../../input/overrides.ts';
import { STRATEGIES } from '../../network/options.ts';
import type { Registry } from '../../systems/registry.ts';

/** Collects a repeatable option. */
export const every = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Adds the options that apply a mutant to the code. */
export const withMutantOptions = (command: Command): Command =>
  command
    .option('--mutant <id>', 'apply this mutant in memory; for your own system, also give --catalogue')
    .option(
      '--catalogue <file>',
      'JSON file of mutants for your own system, instead of the built-in catalogue',
    );

/** Adds the options that change drawn scenarios. */
export const withScenarioOptions = (command: Command): Command =>
  command
    .option('--strategy <name>', `scheduling strategy: ${STRATEGIES.join(', ')}`)
    .option('--beyond', BEYOND)
    .option('--calm', CALM)
    .option(
      '--when <trigger>',
      'trigger of a rule, e.g. "deliver Request to replica 0" (docs/rules.md)',
      every,
    )
    .option('--then <action>', 'action of a rule, e.g. "hold 2s"; one per --when', every)
    .option('--set <path=value>', 'override any field, e.g. drop.ppm=30000 (repeatable)', every);

/** Adds all options that determine a run: scenario, edits, and code. */
export const withRunOptions = (command: Command, { systems }: Registry): Command =>
  withMutantOptions(
    withScenarioOptions(
      command
        .option(
          '--system <name|file>',
          `system under test: ${[...systems.keys()].join(', ')}, or a file such as ./my-system.ts`,
        )
        .option('--scenario <file>', 'run the scenario in this JSON file instead of one drawn from the seed')
        .option('--replicas <n>', 'override the value drawn from the seed')
        .option('--clients <n>', 'override the value drawn from the seed')
        .option('--ops <n>', 'operations per client')
        .option('--max-steps <n>', 'give up after this many steps'),
    ).option('--edit <decision=value>', 'force a decision, e.g. "drop 0>1 #17=0" (repeatable)', every),
  );
