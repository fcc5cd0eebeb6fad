import type { Invariant, Tank } from '../../invariants/observer.ts';
import type { NodeView } from '../node/resident/node-view.ts';
import type { ClusterInvariant } from './definition.ts';

/** Wraps a property of the observable state of the nodes, checked after each step of a node. */
export function invariantOf(
  { name, statement, broken }: ClusterInvariant,
  at: number,
  nodes: () => readonly NodeView[],
): Invariant {
  const look = (tank: Tank): void => {
    const facts = broken(nodes());
    if (facts === undefined) return;
    tank.violate({
      title: name.replaceAll('-', ' '),
      facts: typeof facts === 'string' ? [facts] : facts,
      witness: name,
    });
  };
  return {
    id: `N${at + 1}`,
    name,
    statement,
    initial: () => ({}),
    on: {
      step: (_, tank, process) => {
        if (process < tank.replicas) look(tank);
      },
      crash: (_, tank) => look(tank),
    },
  };
}
