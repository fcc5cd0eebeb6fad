import { processId } from '../../../src/process/ids.ts';
import type { HistoryEvent } from '../handlers/events.ts';
import type { StepOutcome } from '../handlers/step-outcome.ts';
import type { Space } from '../parts/space.ts';
import type { PathStart } from '../result/path.ts';
import { FIRST_PROCESS, HIGH, LENGTH, LOW, layoutOf } from './layout.ts';
import type { Walked } from './walker.ts';
import { warmUp } from './warm-up.ts';

/** An initial state, and what led to it: the client calls during the starts, and the warm-up. */
export interface InitialState {
  readonly record: Int32Array;
  readonly history: readonly HistoryEvent[];
  readonly starts: readonly PathStart[];
  readonly warmUp: readonly Walked[];
}

export const initialRecords = (space: Space): readonly Int32Array[] =>
  initialStates(space).map(({ record }) => record);

/** Returns one initial state per combination of start outcomes: exactly one, unless starts make choices. */
export function initialStates(space: Space): readonly InitialState[] {
  let combinations: readonly (readonly StepOutcome[])[] = [[]];
  for (let process = 0; process < space.processes; process++) {
    const outcomes = space.begin(processId(process));
    combinations = combinations.flatMap((before) => outcomes.map((outcome) => [...before, outcome]));
  }
  return combinations.map((outcomes) => {
    const { steps, record } = warmUp(space, recordOf(space, outcomes));
    return {
      record,
      history: outcomes.flatMap(({ history }) => history),
      starts: outcomes.map((outcome, process) => ({
        sent: space.sentBy(outcome, processId(process)).map((id) => space.envelopes.at(id)),
        particulars: outcome.particulars,
      })),
      warmUp: steps,
    };
  });
}

function recordOf(space: Space, outcomes: readonly StepOutcome[]): Int32Array {
  const layout = layoutOf(space);
  const fixed = new Int32Array(layout.network);
  let low = 0;
  let high = 0;
  const { snapshot } = space.system;
  let history = snapshot === undefined ? 0 : space.historyAfter(0, space.listOf(snapshot.history));
  let sent = (snapshot?.messages ?? []).map(({ from, to, message }) => space.addEnvelope(from, to, message));
  outcomes.forEach((outcome, process) => {
    if (outcome.failure !== undefined)
      throw new Error(`process ${process} cannot start: ${outcome.failure.message}`);
    const locals = space.localsOf(process);
    const id = locals.add(outcome.local, undefined);
    fixed[FIRST_PROCESS + process] = id;
    low += locals.low.at(id);
    high += locals.high.at(id);
    const list = space.listOf(outcome.history);
    if (list !== 0) history = space.historyAfter(history, list);
    sent = [...sent, ...space.sentBy(outcome, processId(process))];
  });
  low += space.historyLow.at(history);
  high += space.historyHigh.at(history);
  fixed[layout.history] = history;
  const network = networkOf(space, sent);
  const words = space.configuration.network === 'links' ? space.queues : space.envelopes;
  for (const id of network) {
    low += words.low.at(id);
    high += words.high.at(id);
  }
  fixed[LOW] = low | 0;
  fixed[HIGH] = high | 0;
  fixed[LENGTH] = network.length;
  const record = new Int32Array(layout.network + network.length);
  record.set(fixed);
  record.set(network, layout.network);
  return record;
}

function networkOf(space: Space, sent: readonly number[]): readonly number[] {
  switch (space.configuration.network) {
    case 'bag':
      return [...sent].sort((a, b) => a - b);
    case 'merge':
    case 'set':
      return [...new Set(sent)].sort((a, b) => a - b);
    case 'links': {
      const queues = Array.from({ length: space.envelopes.linkCount }, () => 0);
      for (const envelope of sent) {
        const link = space.envelopes.link.at(envelope);
        queues[link] = space.queues.push(queues[link] ?? 0, envelope);
      }
      return queues;
    }
  }
}
