import { processId } from '../../../src/process/ids.ts';
import type { Discovery } from '../judge/discovery.ts';
import type { Envelope } from '../model/property.ts';
import { timerName } from '../parts/possible-events.ts';
import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import type { Path, PathStep } from '../result/path.ts';
import { initialStates } from './initial-states.ts';
import { FIRST_PROCESS } from './layout.ts';
import type { Origins } from './origins.ts';
import { type Successor, Walker } from './walker.ts';

/** Reconstructs the path to a finding by repeating its actions. */
export function pathTo(
  space: Space,
  origins: Origins,
  { state, action }: Discovery,
  dead?: DeadMessages,
): Path {
  const { root, actions } = origins.pathTo(state);
  return followActions(space, root, action === undefined ? actions : [...actions, action], dead);
}

/** @throws RangeError if an action does not exist: the system did not behave deterministically. */
export function followActions(
  space: Space,
  initial: number,
  actions: readonly number[],
  dead?: DeadMessages,
): Path {
  const { record: start, history, starts, warmUp } = initialStates(space)[initial] ?? nowhere();
  let record: Int32Array | undefined = start;
  const walker = new Walker(space, dead);
  const steps = warmUp.map(({ from, successor }): PathStep => stepOf(space, from, successor));
  for (const action of actions) {
    if (record === undefined) throw new RangeError('check: a path goes on behind a failure');
    const taken: Successor | undefined = walker.successors(record).find((each) => each.action === action);
    if (taken === undefined) throw new RangeError(`check: there is no action ${action} any more`);
    steps.push(stepOf(space, record, taken));
    record = taken.record;
  }
  return { initial, history, starts, steps, warmUp: warmUp.length };
}

function nowhere(): never {
  throw new RangeError('check: there is no such initial state any more');
}

/** Describes a successor in terms that are valid outside of this search. */
export function stepOf(space: Space, record: Int32Array, taken: Successor): PathStep {
  const { envelopes, transitions } = space;
  const { action, envelope, kind, process, transition } = taken;
  const message = envelope < 0 ? {} : { envelope: envelopes.at(envelope) };
  const nothing = { sent: [], history: [], observations: [], probes: [] };
  if (kind !== 'step') {
    const receiver = envelope < 0 ? process : envelopes.to.at(envelope);
    return { action, kind, process: receiver, ...message, ...nothing };
  }
  const { event, failure, history, observations, particulars, point, probes } =
    transitions.factsOf(transition);
  const locals = space.localsOf(process);
  const start = transitions.sentStart.at(transition);
  const sent: Envelope[] = [];
  for (let i = start; i < start + transitions.sentCount.at(transition); i++)
    sent.push(envelopes.at(transitions.sent.at(i)));
  return {
    action,
    kind: event.type === 'message' ? 'deliver' : event.type,
    process,
    ...message,
    event,
    ...(event.type === 'timer' ? { timer: timerName(space.system, processId(process), event.timer) } : {}),
    sent,
    history,
    observations,
    probes,
    ...(point === undefined ? {} : { point }),
    ...(failure === undefined ? {} : { failure }),
    particulars,
    before: locals.at(record[FIRST_PROCESS + process] ?? 0),
    after: locals.at(transitions.to.at(transition)),
  };
}
