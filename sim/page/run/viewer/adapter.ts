import type { Arrow, DiagramEvent, LaneBand } from '../../parts/space-time/model.ts';
import { subjectsOf } from '../../parts/tree/subjects.ts';
import type { Band, Recorded, Recording } from '../../recording/recording.ts';
import { colourFieldOf, segmentsOf } from './lane-colours.ts';
import type { Run, RunEvent, StateStep, TourStop, Trouble, Violation } from './run.ts';

/** Converts a recording; the only viewer module that knows its format. */
export function runOf(recording: Recording): Run {
  const { system, seed, steps, hash, again, verdict, processes, replicas } = recording;
  const events = causesFirst(recording.events);
  const states = statesOf(recording);
  const violation = violationOf(recording);
  const clash = events.filter(({ kind, id }) => kind === 'call' && violation?.clash.has(id));
  return {
    headline: violation === undefined ? verdict : `✗ ${violation.title}`,
    about: `${system} · seed ${seed} · ${steps} steps · hash ${hash} · ${again}`,
    violation,
    tour: tourOf(recording, events),
    odds: recording.odds,
    subjects: subjectsOf([
      violation?.title ?? '',
      ...(violation?.facts ?? []),
      ...clash.map(({ text }) => text),
    ]),
    processes,
    replicas,
    events: events.map(eventOf),
    diagram: {
      lanes: processes.map((name, i) => ({ name, short: `${i < replicas ? 'r' : 'c'}${i}` })),
      events: events.map(rowOf),
      arrows: arrowsOf(events),
      bands: recording.bands.map(laneBandOf),
      segments: segmentsOf(states, colourFieldOf(states.slice(0, replicas))),
    },
    troubles: recording.bands.map((band) => troubleOf(band, processes)),
    states,
    causes: recording.causes,
  };
}

/** Moves timer and disk events to the start of their step: they are recorded at its end, but caused it. */
function causesFirst(events: readonly Recorded[]): readonly Recorded[] {
  const isCause = ({ kind }: Recorded): boolean => kind === 'timer' || kind === 'disk';
  return events.toSorted((a, b) => a.step - b.step || Number(isCause(b)) - Number(isCause(a)));
}

const eventOf = ({ step, timeUs, kind, process, text, id, about }: Recorded): RunEvent => ({
  step,
  timeUs,
  kind,
  process,
  text,
  id,
  requests: about?.requests ?? [],
  entry: about?.entry,
});

const rowOf = ({ step, timeUs, kind, process, text }: Recorded): DiagramEvent => ({
  step,
  timeUs,
  lane: process,
  text,
  tone: kind === 'crash' ? 'crash' : kind === 'drop' ? 'bad' : 'plain',
});

function violationOf({ violation, clash, why = [] }: Recording): Violation | undefined {
  if (violation === null) return undefined;
  const { step, title, invariant, name, statement, facts } = violation;
  return { step, title, rule: `${invariant} ${name} · ${statement}`, facts, why, clash: new Set(clash) };
}

/** Finds the events of the story among all; several of a kind in a step are told in their order. */
function tourOf({ tour = [] }: Recording, events: readonly Recorded[]): readonly TourStop[] {
  const stops: TourStop[] = [];
  for (const { step, kind, process, text } of tour) {
    const after = stops.at(-1)?.event ?? -1;
    const event = events.findIndex(
      (each, i) => i > after && each.step === step && each.kind === kind && each.process === process,
    );
    if (event >= 0) stops.push({ event, text });
  }
  return stops;
}

/** Pairs every send with each of its deliveries or its loss. */
function arrowsOf(events: readonly Recorded[]): readonly Arrow[] {
  const sent = new Map<number, number>();
  const arrows: Arrow[] = [];
  events.forEach(({ kind, id, from, to }, end) => {
    if (kind === 'send') sent.set(id, end);
    if (kind !== 'message' && kind !== 'drop') return;
    const start = sent.get(id);
    if (start !== undefined) arrows.push({ start, end, from, to, isLost: kind === 'drop' });
  });
  return arrows;
}

const laneBandOf = (band: Band): LaneBand => ({
  kind: band.kind,
  lanes: lanesOf(band),
  from: band.from,
  until: band.until,
});

/** A cut link affects both of its ends. */
function lanesOf({ kind, process, text }: Band): readonly number[] {
  if (kind === 'partition') return [...new Set(text.split(/[ >]/).map(Number))];
  return process === null ? [] : [process];
}

/** `0>1 1>0`. */
const linksIn = (text: string): readonly (readonly [number, number])[] =>
  [...text.matchAll(/(\d+)>(\d+)/g)].map(([, from, to]) => [Number(from), Number(to)]);

const troubleOf = ({ kind, process, from, until, text }: Band, processes: readonly string[]): Trouble => ({
  kind,
  process,
  links: kind === 'partition' ? linksIn(text) : [],
  from,
  until,
  text: `${process === null ? '' : `${processes[process]} `}${kind}: ${text}`,
});

function statesOf({ processes, states }: Recording): readonly (readonly StateStep[])[] {
  const byProcess: StateStep[][] = processes.map(() => []);
  for (const { process, ...step } of states) byProcess[process]?.push(step);
  return byProcess;
}
