import type { Tank } from '../../invariants/observer.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Storm } from '../faults/storm.ts';
import { isFunctionError } from '../kernel/function-error.ts';
import type { Scenario } from './scenario.ts';
import type { System } from './system.ts';

/** Groups of replicas of each of which a quorum must be in the core. */
interface Need {
  readonly members: readonly ProcessId[];
  left: number;
}

/** The replicas that must make progress when faults stop, and the fates of the others. */
export interface Core {
  readonly members: readonly ProcessId[];
  readonly outsiders: ReadonlyMap<ProcessId, Scenario['outsiders'][number]>;
  /** Replicas that come back and are not counted upon: what they have lost may need more than a quorum. */
  readonly uncounted: readonly ProcessId[];
}

export const everyReplica = ({ replicas }: Pick<Tank, 'replicas'>): ProcessId[] =>
  Array.from({ length: replicas }, (_, i) => processId(i));

/** Whether any replica may stay outside the core: not where all of them are needed. */
export function mayLeaveOut(system: System, scenario: Scenario): boolean {
  const { replicas } = scenario;
  try {
    if (system.quorum(replicas) < replicas) return true;
    return replicas > 1 && system.build(scenario).groups !== undefined;
  } catch (error) {
    if (isFunctionError(error)) return true; // the run tells of it, with its place
    throw error;
  }
}

/** Draws a core that has a quorum of each group. Replicas whose disks were hurt come last. */
export function drawCore(
  { decisions, disks }: Storm,
  replicas: readonly ProcessId[],
  groups: readonly (readonly ProcessId[])[],
  quorum: (replicas: number) => number,
  fates: Scenario['outsiders'],
): Core {
  const order = decisions.site('core-order', 'process', 'pace');
  const fate = decisions.site('outsider', 'process', 'detail');
  const needs: Need[] = groups.map((members) => ({ members, left: quorum(members.length) }));
  const ranks = new Map(
    replicas.map((replica) => [
      replica,
      decisions.choose(order, replica, 0, 2 ** 32) + (disks.atlas.isHurt(replica) ? 2 ** 33 : 0),
    ]),
  );
  const ranked = [...replicas].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || a - b);
  const members: ProcessId[] = [];
  const outsiders = new Map<ProcessId, Scenario['outsiders'][number]>();
  const uncounted: ProcessId[] = [];
  for (const replica of ranked) {
    const isNeeded = needs.some(({ left, members: group }) => left > 0 && group.includes(replica));
    const outside = isNeeded || fates.length === 0 ? undefined : drawFate(replica);
    if (outside !== undefined) {
      outsiders.set(replica, outside);
    } else if (!isNeeded && disks.atlas.isHurt(replica)) {
      uncounted.push(replica);
    } else {
      members.push(replica);
      for (const need of needs) if (need.members.includes(replica)) need.left--;
    }
  }
  return { members: members.sort((a, b) => a - b), outsiders, uncounted };

  /** Half of those that are not needed share the core's fate. */
  function drawFate(replica: ProcessId): Scenario['outsiders'][number] | undefined {
    const shares = fates.map(() => Math.floor(500_000 / fates.length));
    const drawn = decisions.classOf(fate, replica, 0, [500_000, ...shares.slice(1)]);
    return drawn === 0 ? undefined : fates[(drawn - 1) % fates.length];
  }
}
