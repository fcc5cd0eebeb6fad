import { compared, type Sides } from '../../check/explore/compare.ts';
import { type Explorer, eventsOf, type Position } from '../../check/explore/explorer.ts';
import { partsOf } from '../../check/explore/parts-of.ts';
import { type OperationSoFar, operationsIn } from '../../check/explore/visible-state.ts';
import type { Local } from '../../check/handlers/local.ts';
import type { CheckSystem } from '../../check/model/check-system.ts';
import type { Envelope } from '../../check/model/property.ts';
import { sameData } from '../../check/parts/plain-data.ts';
import { afterText, stepText } from '../../text/check-story.ts';
import { processName } from '../../words/names.ts';
import { plainText } from '../../words/plain-text.ts';
import { document } from '../document.ts';
import { treeOf } from '../recording/tree.ts';
import type {
  BesideData,
  FieldData,
  PositionData,
  ProcessData,
  SidesData,
  StatusData,
  StepData,
} from './position-data.ts';

/** A position with the way to it. */
export interface Place {
  readonly way: readonly number[];
  readonly position: Position;
}

/** Contents of a page. */
export interface Shown extends Place {
  readonly mayHappen: string;
  readonly status: StatusData;
  /** The pinned position. */
  readonly beside?: Place;
  readonly note?: string;
}

/** Renders the page of a position. */
export const positionPage = ({ system }: Explorer, shown: Shown): string =>
  document(`explore ${system.name}`, 'explorer', dataOf(system, shown), { connects: true });

export function dataOf(
  system: CheckSystem,
  { beside, mayHappen, note, position, status, way }: Shown,
): PositionData {
  const { next, ignored, network, broken, isEnd } = position;
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
    ignored: ignored.map((envelope) => envelopeText(system, envelope)),
    processes: position.locals.map((local, process) =>
      processOf(system, process, local, {
        before: position.localsBefore[process] ?? local,
        start: position.localsAtStart[process] ?? local,
      }),
    ),
    network: network.map((envelope) => envelopeText(system, envelope)),
    operations: operationsOf(system, position),
    broken,
    isEnd,
    status,
    ...(beside === undefined ? {} : { beside: besideOf(system, position, beside) }),
    ...(note === undefined ? {} : { note }),
  };
}

const nameOf = ({ replicas }: CheckSystem, process: number): string => processName(process, replicas.length);

const envelopeText = (system: CheckSystem, { from, message, to }: Envelope): string =>
  `${nameOf(system, from)} → ${nameOf(system, to)}  ${system.describeMessage(message)}`;

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

/** The system's own description of a replica; empty if it only repeats the fields. */
function summaryOf(system: CheckSystem, process: number, { state }: Local): string {
  if (process >= system.replicas.length) return '';
  const summary = system.describeState(state);
  return summary === plainText(state) ? '' : summary;
}

interface Earlier {
  readonly before: Local;
  readonly start: Local;
}

const processOf = (system: CheckSystem, process: number, local: Local, earlier: Earlier): ProcessData => ({
  name: nameOf(system, process),
  summary: summaryOf(system, process, local),
  fields: fieldsOf(partsOf(local), partsOf(earlier.before), partsOf(earlier.start)),
});

type Parts = ReadonlyMap<string, unknown>;

const fieldsOf = (parts: Parts, before: Parts, start: Parts): readonly FieldData[] =>
  [...parts].map(([name, part]): FieldData => {
    const isAsAtStart = start.has(name) && sameData(start.get(name), part);
    const common = { name, value: treeOf(part), isAsAtStart };
    if (!before.has(name)) return { ...common, isNew: true };
    const old = before.get(name);
    return sameData(old, part) ? common : { ...common, before: treeOf(old) };
  });

function besideOf(system: CheckSystem, here: Position, { position: there, way }: Place): BesideData {
  const { history, network, processes } = compared(here, there, system.replicas.length);
  return {
    path: way,
    processes: processes.map((parts, process) => {
      const [local, other] = [here.locals[process], there.locals[process]];
      return {
        name: nameOf(system, process),
        here: local === undefined ? '' : summaryOf(system, process, local),
        there: other === undefined ? '' : summaryOf(system, process, other),
        parts: parts.map(({ name, isSame, ...sides }) => ({
          name,
          isSame,
          ...('here' in sides ? { here: treeOf(sides.here) } : {}),
          ...('there' in sides ? { there: treeOf(sides.there) } : {}),
        })),
      };
    }),
    network: textsOf(network, (envelope) => envelopeText(system, envelope)),
    operations: textsOf(history, (operation) => operationText(system, operation)),
  };
}

const textsOf = <T>({ both, here, there }: Sides<T>, text: (each: T) => string): SidesData => ({
  here: here.map(text),
  there: there.map(text),
  both: both.map(text),
});

function operationText(system: CheckSystem, { operation, outcome, process, result }: OperationSoFar): string {
  const called = `${nameOf(system, process)}  ${system.describeOperation(operation)}`;
  if (outcome === 'open') return called;
  return `${called} = ${outcome === 'ok' ? system.describeResult(result) : outcome}`;
}

/** Operations with the steps at which they were called and ended. */
function operationsOf(system: CheckSystem, { path }: Position): readonly string[] {
  const events = eventsOf(path);
  const all = operationsIn(
    events.map(({ event }) => event),
    system.replicas.length,
  );
  return all.map((operation) => {
    const { index, process } = operation;
    const own = events.filter(
      ({ event }) => event.index === index && event.client + system.replicas.length === process,
    );
    const [from, to] = [own[0]?.step ?? 0, own[1]?.step];
    const span = to === undefined ? `since step ${from}` : `step ${from} to ${to}`;
    return `${operationText(system, operation)}  (${span})`;
  });
}
