import type { CheckSystem } from './check-system.ts';
import type { Configuration } from './configuration.ts';

/** All orders of so many alike processes are tried; of more it would take longer than it saves. */
const ALIKE_MAX = 6;

/** The configuration with only those reductions that can be used with it, and without what they make needless. */
export function effectiveConfiguration(system: CheckSystem, configuration: Configuration): Configuration {
  const symmetry = exchanges(system, configuration);
  // What is dead is read off the steps of each process, and of processes that are alike not every one takes all.
  const deadMessages =
    configuration.reductions.deadMessages && !symmetry && configuration.network !== 'links';
  const lose = hidesLosses(system, configuration) ? 0 : configuration.lose;
  return { ...configuration, lose, reductions: { deadMessages, symmetry } };
}

/** In words, for people. */
export function leftOut(system: CheckSystem, configuration: Configuration): readonly string[] {
  const { lose, reductions } = effectiveConfiguration(system, configuration);
  return [
    ...(reductions.deadMessages ? ['messages that nobody will react to any more'] : []),
    ...(reductions.symmetry ? ['states that differ only in who is who'] : []),
    ...(lose === configuration.lose
      ? []
      : ['losses: a message that is lost cannot be told from one that is late']),
  ];
}

function exchanges({ symmetry }: CheckSystem, { network, reductions }: Configuration): boolean {
  return (
    reductions.symmetry && network !== 'links' && symmetry !== undefined && symmetry.alike.length <= ALIKE_MAX
  );
}

/**
 * Where messages keep no order, one that is lost cannot be told from one that has not arrived yet: only properties of whole states, of
 * ends and of the long run can see the difference, and without them losses need no steps of their own.
 */
function hidesLosses({ properties }: CheckSystem, { lose, network, reductions }: Configuration): boolean {
  if (lose === 0 || !reductions.deadMessages || network === 'links') return false;
  return properties.every((property) => {
    if (property.kind === 'never') return true;
    return (property.kind === 'always' || property.kind === 'sometimes') && property.reads.of !== 'whole';
  });
}
