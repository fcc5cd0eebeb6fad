import type { Command } from 'commander';
import { BEYOND } from '../../input/overrides.ts';
import { STRATEGIES } from '../../network/options.ts';
import type { Registry } from '../../systems/registry.ts';

/** Collects a repeatable option. */
export const every = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Adds the options that apply a mutant to the code. */
export const withMutantOptions = (command: Command): Command =>
  command
    .option(
      '--mutant <id>',
      'put this known bug into the code first, in memory; one in a system of your own needs --catalogue',
    )
    .option(
      '--catalogue <file>',
      'take the mutant from this JSON file, beside a system of your own, and not from our own catalogue',
    );

/** Adds the options that change drawn scenarios. */
export const withScenarioOptions = (command: Command): Command =>
  command
    .option('--strategy <name>', `how schedules are drawn: ${STRATEGIES.join(', ')}`)
    .option('--beyond', BEYOND)
    .option('--set <path=value>', 'override any field, e.g. drop.ppm=30000 (repeatable)', every);

/** Adds all options that determine a run: scenario, edits, and code. */
export const withRunOptions = (command: Command, { systems }: Registry): Command =>
  withMutantOptions(
    withScenarioOptions(
      command
        .option(
          '--system <name|file>',
          `the system under test: ${[...systems.keys()].join(', ')}, or a file such as ./my-system.ts`,
        )
        .option('--scenario <file>', 'run the scenario in this JSON file instead of drawing one')
        .option('--replicas <n>', 'override what the seed drew')
        .option('--clients <n>', 'override what the seed drew')
        .option('--ops <n>', 'operations of each client')
        .option('--max-steps <n>', 'give up after this many steps'),
    )
      .option(
        '--when <trigger>',
        `a rule: when this happens, e.g. "deliver StartView to replica 0" (docs/rules.md)`,
        every,
      )
      .option('--then <action>', 'what happens then, e.g. "hold 2s"; one for each --when', every)
      .option('--edit <decision=value>', 'force a decision, e.g. "drop 0>1 #17=0" (repeatable)', every),
  );
