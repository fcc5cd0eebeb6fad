import { processId } from '../../../src/process/ids.ts';
import type { StepEvent } from '../handlers/events.ts';
import { budgetOf, timerName } from '../parts/possible-events.ts';
import type { Space } from '../parts/space.ts';
import type { Coverage } from './result.ts';

export function coverageOf(space: Space): Coverage {
  const actions = new Map<string, number>();
  const probes = new Set<string>();
  let ended = 0;
  const { transitions, envelopes, configuration } = space;
  for (let id = 1; id < transitions.size; id++) {
    const { crashed, event, history, probes: seen, process } = transitions.factsOf(id);
    if (history.some(({ type }) => type === 'return')) ended++;
    const name = crashed ? 'crash' : nameOf(space, process, event);
    actions.set(name, (actions.get(name) ?? 0) + 1);
    for (const probe of seen) probes.add(probe);
  }
  const possible = new Set<string>();
  for (let id = 0; id < envelopes.size; id++) possible.add(typeOf(envelopes.at(id).message));
  for (const [name, budget] of Object.entries(configuration.timers))
    if (budget !== 0) possible.add(`timer ${name}`);
  if (configuration.crash !== 0) possible.add('crash');
  return {
    actions: Object.fromEntries([...actions].sort(([a], [b]) => (a < b ? -1 : 1))),
    ended,
    never: [...possible].filter((name) => !actions.has(name)).sort(),
    probes: [...probes].sort(),
  };
}

function nameOf({ configuration, system }: Space, process: number, event: StepEvent): string {
  switch (event.type) {
    case 'message':
      return typeOf(event.message);
    case 'timer':
      return `timer ${budgetOf(configuration, timerName(system, processId(process), event.timer), processId(process))}`;
    case 'disk':
      return 'disk answer';
    case 'call':
    case 'crash':
      return event.type;
  }
}

/** Type field of a message. */
const typeOf = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
    ? message.type
    : 'message';
