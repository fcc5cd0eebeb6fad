import { type Explorer, eventsOf, type Position } from '../../check/explore/explorer.ts';
import type { HistoryEvent } from '../../check/handlers/events.ts';
import type { Local } from '../../check/handlers/local.ts';
import type { CheckSystem } from '../../check/model/check-system.ts';
import { afterText, stepText } from '../../text/check-story.ts';
import { processName } from '../../words/names.ts';
import { plainText } from '../../words/plain-text.ts';
import { document } from '../document.ts';
import type { DiscoveryData, FieldData, PositionData, ProcessData, StepData } from './position-data.ts';

/** Progress of the background search. */
export interface Searched {
  readonly discoveries: readonly DiscoveryData[];
  readonly words: string;
}

/** Renders the page of a position. */
export const positionPage = (
  explorer: Explorer,
  position: Position,
  way: readonly number[],
  mayHappen: string,
  searched: Searched,
): string =>
  document(
    `explore ${explorer.system.name}`,
    'explorer',
    dataOf(explorer.system, position, way, mayHappen, searched),
  );

export function dataOf(
  system: CheckSystem,
  position: Position,
  way: readonly number[],
  mayHappen: string,
  { discoveries, words }: Searched,
): PositionData {
  const { path, next, ignored, network, broken, isEnd } = position;
  const message = (envelope: (typeof network)[number]): string =>
    `${nameOf(system, envelope.from)} → ${nameOf(system, envelope.to)}  ${system.describeMessage(envelope.message)}`;
  return {
    title: `explore ${system.name}`,
    system: system.name,
    mayHappen,
    path: way,
    steps: stepsOf(system, position),
    next: next.map((step, action) => ({
      action,
      text: stepText(system, step),
      more: afterText(system, step),
    })),
    ignored: ignored.map(message),
    processes: position.locals.map((local, process) =>
      processOf(system, process, local, position.localsBefore[process] ?? local),
    ),
    network: network.map(message),
    operations: operationsOf(system, eventsOf(path)),
    broken,
    isEnd,
    discoveries,
    searched: words,
  };
}

const nameOf = ({ replicas }: CheckSystem, process: number): string => processName(process, replicas.length);

function stepsOf(system: CheckSystem, { path }: Position): readonly StepData[] {
  const { starts, steps } = path;
  return steps.map((step, at): StepData => {
    const { envelope, process } = step;
    const common = { text: stepText(system, step), more: afterText(system, step), process };
    if (envelope === undefined) return common;
    const sentAt = steps.slice(0, at).findLastIndex(({ sent }) => sent.includes(envelope));
    const isFromStart = sentAt < 0 && starts.some(({ sent }) => sent.includes(envelope));
    return { ...common, from: envelope.from, ...(sentAt < 0 && !isFromStart ? {} : { sentAt }) };
  });
}

function processOf(system: CheckSystem, process: number, local: Local, before: Local): ProcessData {
  const isReplica = process < system.replicas.length;
  return {
    name: nameOf(system, process),
    summary: isReplica ? system.describeState(local.state) : '',
    fields: [
      ...fieldsOf(local.state, before.state),
      ...fieldsOf(besides(local), besides(before)).filter(({ value }) => value !== '[]' && value !== '0'),
    ],
  };
}

/** Checker data about a process besides its state. */
const besides = ({ timers, crashes, called, disk }: Local): object => ({
  'timers armed': timers,
  crashes,
  'operations called': called,
  'disk requests': (disk?.requests ?? []).map(({ op, file }) => `${op} ${file}`),
});

function fieldsOf(state: object, before: object): readonly FieldData[] {
  return Object.entries(state).map(([name, field]): FieldData => {
    const value = plainText(field);
    const old = plainText(Reflect.get(before, name));
    return { name, value, ...(old === value ? {} : { before: old }) };
  });
}

function operationsOf(
  system: CheckSystem,
  events: readonly { readonly event: HistoryEvent; readonly step: number }[],
): readonly string[] {
  const lines = new Map<string, string>();
  for (const { event, step } of events) {
    const key = `${event.client}.${event.index}`;
    if (event.type === 'call') {
      const who = nameOf(system, system.replicas.length + event.client);
      lines.set(key, `${who}  ${system.describeOperation(event.operation)}  from ${step}`);
    } else {
      const { outcome } = event;
      const result = outcome.type === 'ok' ? system.describeResult(outcome.result) : outcome.type;
      lines.set(key, `${lines.get(key) ?? key} to ${step} = ${result}`);
    }
  }
  return [...lines.values()];
}
