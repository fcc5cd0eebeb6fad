import type { Observation, Outcome } from '../../src/process/process.ts';
import { dueText, faultText } from '../faults/words.ts';
import type { System } from '../scenario/system.ts';
import { processName } from '../words/names.ts';
import { briefText, typedText } from '../words/plain-text.ts';
import type { Happening } from './event.ts';

/** `line`: `0>1 Prepare v1 op 3 m7`, for a trace. `sentence`: for a story. */
export type Style = 'line' | 'sentence';

/** Knowledge that words need. */
export interface Speaker {
  readonly system: System;
  readonly replicas: number;
  readonly style: Style;
}

/** An event in words. No describing function of a system throws through it. */
export function eventText(event: Happening, speaker: Speaker): string {
  try {
    return textOf(event, speaker);
  } catch (error) {
    return `(cannot be described: ${error instanceof Error ? error.message : String(error)})`;
  }
}

function textOf(event: Happening, { system, replicas, style }: Speaker): string {
  const name = (process: number): string => processName(process, replicas, system.noun);
  const isLine = style === 'line';
  switch (event.kind) {
    case 'start':
      return `${name(event.process)} ${event.incarnation === 1 ? 'starts' : `starts again (start ${event.incarnation})`}`;
    case 'crash':
      return event.how === undefined
        ? `${name(event.process)} crashes`
        : `${event.how} of ${name(event.process)}`;
    case 'send':
      return `${event.from}>${event.to} ${messageText(system, event.message)} is sent m${event.id}`;
    case 'message': {
      const text = messageText(system, event.message);
      if (isLine) return `${event.from}>${event.to} ${text} m${event.id}`;
      return `${name(event.to)} gets ${text} from ${name(event.from)}`;
    }
    case 'drop': {
      const text = messageText(system, event.message);
      if (isLine) return `${event.from}>${event.to} ${text} is not delivered (${event.reason}) m${event.id}`;
      return `${text} from ${name(event.from)} never reaches ${name(event.to)} (${event.reason})`;
    }
    case 'timer': {
      const timer = system.timerName?.(event.timer, event.process < replicas);
      if (isLine) return `${name(event.process)} timer ${timer ?? event.timer}`;
      return timer === undefined
        ? `timer ${event.timer} of ${name(event.process)} fires`
        : `the ${timer} timer of ${name(event.process)} fires`;
    }
    case 'disk':
      return `${name(event.process)} ${diskText(event.completion)}`;
    case 'durable':
      return `${name(event.process)} has ${event.file} synced`;
    case 'damage':
      return `${name(event.process)} ${event.wiped ? 'has lost all that it had stored' : 'has a disk that lost something'}`;
    case 'call':
      return `${name(event.process)} calls ${event.id}: ${system.describeOperation(event.operation)}`;
    case 'return':
      return `${name(event.process)} gets ${event.id}: ${outcomeText(system, event.outcome)}`;
    case 'observe':
      return `${name(event.process)} ${system.noun === undefined ? 'states ' : ''}${stated(system, event.observation, isLine)}`;
    case 'fault':
      return faultText(event.event, name);
    case 'due':
      return dueText(event.fault);
    case 'heal':
      return coreText(system.noun ?? 'replica', event.core);
    case 'end':
      return 'the run is over';
  }
}

const coreText = (noun: string, core: readonly number[]): string =>
  `faults stop; the core is ${noun}${core.length === 1 ? '' : 's'} ${core.join(', ')}`;

export const messageText = (system: System, message: unknown): string =>
  message instanceof Uint8Array ? `${message.length} damaged bytes` : system.describeMessage(message);

/** A disk request that is done; `completion` is that of the simulated disk, which knows its file. */
export function diskText(completion: unknown): string {
  const {
    op = 'request',
    file = '',
    error = null,
  } = (completion ?? {}) as {
    readonly op?: string;
    readonly file?: string;
    readonly error?: string | null;
  }; // looked at, whatever it is
  return `disk ${op}${file === '' ? '' : ` ${file}`} ${error === null ? 'done' : `fails (${error})`}`;
}

function stated(system: System, observation: Observation, isLine: boolean): string {
  return (
    system.describeObservation?.(observation) ?? (isLine ? typedText(observation) : briefText(observation))
  );
}

export function outcomeText(system: System, outcome: Outcome<unknown>): string {
  switch (outcome.type) {
    case 'ok':
      return `ok ${system.describeResult(outcome.result)}`;
    case 'failed':
      return `refused, ${outcome.reason}`;
    case 'unknown':
      return 'gave up, outcome unknown';
  }
}
