import type { Invariant, Tank } from '../../invariants/observer.ts';
import { returnedText, textsIn } from '../define/calling.ts';
import type { NodeView } from '../node/resident/node-view.ts';
import { asDefinition } from '../node/task/current.ts';
import type { ClusterInvariant } from './definition.ts';

/** Converts the result of `broken` to lines; none means that it holds. @throws TypeError for any other value, such as a promise or `true` */
function factsIn(returned: unknown, name: string): readonly string[] | undefined {
  const lines = textsIn(returned);
  if (lines !== undefined) return lines.length === 0 ? undefined : lines;
  throw new TypeError(
    `\`broken\` of ${name} returned ${returnedText(returned)}: it returns a text or texts, and none while it holds`,
  );
}

type Handler = (...given: never[]) => void;

/** An invariant that calls the user's model: it may not see the machine either. */
export function withoutMachine(invariant: Invariant): Invariant {
  const guarded = Object.entries(invariant.on).map(([event, handler]): [string, Handler] => [
    event,
    (...given) => asDefinition(() => (handler as Handler)(...given)), // each has the parameters of its event
  ]);
  return { ...invariant, on: Object.fromEntries(guarded) };
}

/** Wraps a property of the observable state of the nodes, checked after each step of a node. */
export function invariantOf(
  { name, statement, broken }: ClusterInvariant,
  at: number,
  nodes: () => readonly NodeView[],
): Invariant {
  const look = (tank: Tank): void => {
    const facts = factsIn(
      asDefinition(() => broken(nodes())),
      name,
    );
    if (facts !== undefined) tank.violate({ title: name.replaceAll('-', ' '), facts, witness: name });
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
