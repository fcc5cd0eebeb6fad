import type { Invariant } from '../../invariants/observer.ts';
import { placeIn } from '../../src/process/place.ts';
import type { Violation } from '../kernel/audience.ts';
import { isFunctionError } from '../kernel/function-error.ts';
import { isNondeterminismError } from '../kernel/nondeterminism-error.ts';
import type { World } from '../kernel/world.ts';

/** Not an invariant of a protocol: the functions that a system's author wrote around it must work too. */
const DEFINITION: Invariant = {
  id: 'I0',
  name: 'definition',
  statement: 'No invariant, no model and no function of a definition throws.',
  initial: () => ({}),
  on: {},
};

/**
 * Converts an error of an invariant, a model or a function of the definition to a violation, so that it is reported with its step
 * and can be shrunk. Undefined for an error of the tank itself, and for a nondeterministic call.
 */
export function thrownFacts(error: unknown, world: World): Violation | undefined {
  if (isNondeterminismError(error)) return undefined;
  const { watching } = world;
  const isFunction = isFunctionError(error);
  if (!isFunction && watching === undefined) return undefined;
  const cause = isFunction ? error.cause : error;
  if (isNondeterminismError(cause)) return undefined;
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const { id, name } = (watching ?? {}) as Partial<Invariant>; // an invariant, or plain facts
  const who = isFunction
    ? `\`${error.functionName}\` of the definition`
    : `the invariant ${[id, name].filter((word) => word !== undefined).join(' ') || 'without a name'}, or what it calls,`;
  const place = placeIn(cause instanceof Error ? (cause.stack ?? '') : '');
  return {
    observer: DEFINITION,
    title: isFunction ? `\`${error.functionName}\` threw` : 'an invariant threw',
    facts: [`${who} threw  ${text}`, ...(place === null ? [] : [`at ${place}`])],
    witness: `${isFunction ? error.functionName : (id ?? '')} ${text.replace(/-?\d[\d.,]*/g, '#')}`.slice(
      0,
      120,
    ),
    step: world.step,
    timeUs: world.nowUs,
  };
}
