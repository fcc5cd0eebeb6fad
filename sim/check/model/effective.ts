import type { CheckSystem } from './check-system.ts';
import type { Configuration } from './configuration.ts';

/** All permutations of up to this many interchangeable processes are tried; beyond it they would cost more than they save. */
const ALIKE_MAX = 6;

/** The configuration restricted to the reductions that apply to it, and without options they make redundant. */
export function effectiveConfiguration(system: CheckSystem, configuration: Configuration): Configuration {
  const symmetry = exchanges(system, configuration);
  // Dead messages are computed from each process's transitions, and with symmetry not every interchangeable process takes all of
  // them.
  const deadMessages =
    configuration.reductions.deadMessages && !symmetry && configuration.network !== 'links';
  const lose = hidesLosses(system, configuration) ? 0 : configuration.lose;
  return { ...configuration, lose, reductions: { deadMessages, symmetry } };
}

/** Reductions in use, as text for the report. */
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
 * On an unordered network a lost message cannot be told from one still in flight, except by properties of whole states, terminal
 * states and liveness. Without such properties, losses need no steps.
 */
function hidesLosses({ properties }: CheckSystem, { lose, network, reductions }: Configuration): boolean {
  if (lose === 0 || !reductions.deadMessages || network === 'links') return false;
  return properties.every((property) => {
    if (property.kind === 'never') return true;
    return (property.kind === 'always' || property.kind === 'sometimes') && property.reads.of !== 'whole';
  });
}
