import type { Judge } from '../judge/judge.ts';
import type { Space } from '../parts/space.ts';
import { HIGH, LENGTH, LOW, layoutOf } from './layout.ts';
import { type Successor, type Walked, Walker } from './walker.ts';

/** Beyond it the system never comes to rest. */
const STEPS_MAX = 100_000;

/** The warm-up cannot be done, or what it does is already wrong. */
export class WarmUpError extends RangeError {
  override readonly name = 'WarmUpError';
}

/** The steps before a search, and the state that they lead to. */
export interface WarmUp {
  readonly steps: readonly Walked[];
  readonly record: Int32Array;
}

/**
 * Takes the steps before a search: each client in turn does its first operations, without faults, and all messages arrive. What
 * they set up (sessions, a first entry of the log) is then the same in all states, instead of multiplying them.
 * @throws WarmUpError
 */
export function warmUp(space: Space, start: Int32Array): WarmUp {
  const operations = space.system.warmUp ?? 0;
  if (operations === 0) return { steps: [], record: start };
  const { configuration, system } = space;
  if (configuration.network === 'set')
    throw new WarmUpError('on the network set messages never leave: a warm-up would not end');
  if (configuration.calls === 'at-once')
    throw new WarmUpError('clients that call at once do not wait for the end of a warm-up');
  const { replicas, clients } = system;
  const walker = new Walker(space);
  const steps: Walked[] = [];
  let record = start;
  const go = (successor: Successor): void => {
    const { failure } = space.transitions.factsOf(successor.transition);
    if (successor.record === undefined)
      throw new WarmUpError(`a process throws in the warm-up: ${failure?.message ?? ''}`);
    steps.push({ from: record, successor });
    record = successor.record;
    if (steps.length > STEPS_MAX) throw new WarmUpError('the warm-up does not come to rest');
  };
  const settle = (): void => {
    for (let next = quiet(space, walker, record); next !== undefined; next = quiet(space, walker, record))
      go(next);
  };
  settle();
  clients.forEach((_, client) => {
    for (let done = 0; done < operations; done++) {
      const call = walker.successors(record).find((each) => isCallOf(space, each, replicas.length + client));
      if (call === undefined)
        throw new WarmUpError(`client ${client} does not end an operation of the warm-up without timers`);
      go(call);
      settle();
    }
  });
  return { steps, record: configuration.network === 'links' ? record : emptied(space, record) };
}

/** What is left in the network changes nothing where it arrives: it has arrived. */
function emptied(space: Space, record: Int32Array): Int32Array {
  const { network } = layoutOf(space);
  const { low, high } = space.envelopes;
  const empty = record.slice(0, network);
  for (let i = 0; i < (record[LENGTH] ?? 0); i++) {
    const envelope = record[network + i] ?? 0;
    empty[LOW] = ((empty[LOW] ?? 0) - low.at(envelope)) | 0;
    empty[HIGH] = ((empty[HIGH] ?? 0) - high.at(envelope)) | 0;
  }
  empty[LENGTH] = 0;
  return empty;
}

/** Judges the steps before a search, which the search itself never takes. @throws WarmUpError */
export function judgeWarmUp(space: Space, judge: Judge, steps: readonly Walked[]): void {
  for (const { successor } of steps) {
    if (space.transitions.flag.at(successor.transition) !== 0) judge.taken(successor.transition, 0, 0);
    if (successor.record !== undefined) judge.look(successor.record, 0, successor.process);
  }
  const broken = [...judge.found.keys()].find((name) => judge.isViolation(name));
  judge.restart();
  if (broken !== undefined) throw new WarmUpError(`the warm-up itself breaks "${broken}": check without it`);
}

/** The next step that is neither a fault nor a call. */
function quiet(space: Space, walker: Walker, record: Int32Array): Successor | undefined {
  return walker.successors(record).find(({ kind, transition }) => {
    if (kind !== 'step') return kind === 'ignored';
    const { crashed, event } = space.transitions.factsOf(transition);
    return !crashed && (event.type === 'message' || event.type === 'disk');
  });
}

function isCallOf(space: Space, { kind, process, transition }: Successor, client: number): boolean {
  return kind === 'step' && process === client && space.transitions.factsOf(transition).event.type === 'call';
}
