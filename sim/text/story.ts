import type { Edits } from '../chance/decisions.ts';
import type { StepRecord, Trace } from '../kernel/trace.ts';
import { type Breach, simulate } from '../run/run.ts';
import type { System } from '../run/system.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { HAPPENINGS, type Happening, type HappeningKind } from './happening.ts';
import { narrator } from './narrator.ts';

/** Steps before a violation among which its causes are looked for: a power of two. */
const WINDOW_STEPS = 65_536;
/** Happenings that are told when nobody says otherwise. */
const TOLD = 8;

export interface StoryOptions {
  /** Happenings that are told. */
  readonly told?: number;
  /** Sentences rather than `0>1 Prepare m7`. */
  readonly inWords?: boolean;
}

/** How much a kind of happening explains. What is not listed is not told. */
const WEIGHTS: Readonly<Partial<Record<HappeningKind, number>>> = {
  crash: 7,
  start: 6,
  heal: 5,
  call: 4,
  return: 4,
  observe: 3,
  message: 4,
  drop: 2,
  timer: 2,
  disk: 0,
};
/** What is added when a happening is about the same thing as the facts: the same op, the same value. */
const MENTIONED = 4;
/** What each later happening of the same shape loses, and each doubling of the causal distance. */
const REPETITION = 2.5;
const DISTANCE = 0.8;
/** Crashes and the like matter though no message tells of them: as if this far away. */
const UNRELATED_DISTANCE = 64;

/**
 * What led to a violation: the run is made once more with somebody who listens, and of the causal past of the violating step
 * the most telling happenings are picked. Undefined when the run did not go the same way again.
 */
export function storyOf(
  system: System,
  scenario: Scenario,
  edits: Edits,
  breach: Breach,
  hash: string,
  { told = TOLD, inWords = false }: StoryOptions = {},
): readonly Happening[] | undefined {
  const happenings: Happening[] = [];
  const kinds = new Set(Object.keys(HAPPENINGS) as HappeningKind[]); // its own keys
  const interest = { kinds, from: breach.step - WINDOW_STEPS, inWords };
  const listener = narrator(system, interest, (happening) => {
    if (WEIGHTS[happening.kind] !== undefined) happenings.push(happening);
  });
  const again = simulate(system, scenario, { edits, observers: [listener], traceSteps: WINDOW_STEPS });
  if (again.hash !== hash) return undefined;
  const scale: Scale = {
    last: breach.step,
    distance: distances(again.trace, breach.step),
    topics: topicsOf(breach.facts),
  };
  return pick(happenings, scale, told);
}

/** Causal distance of every step in the past of one: through what scheduled a step, or the step before at its process. */
function distances(trace: Trace, last: number): ReadonlyMap<number, number> {
  const records = recordsUpTo(trace, last);
  const before = new Map<number, number>();
  const latest = new Map<number, number>();
  for (const { step, process } of records) {
    const previous = latest.get(process);
    if (previous !== undefined) before.set(step, previous);
    latest.set(process, step);
  }
  const causes = new Map(records.map(({ step, cause }) => [step, cause]));
  const found = new Map<number, number>([[last, 0]]);
  const queue = [last];
  for (const step of queue) {
    const distance = (found.get(step) ?? 0) + 1;
    for (const earlier of [causes.get(step), before.get(step)]) {
      if (earlier === undefined || found.has(earlier) || !causes.has(earlier)) continue;
      found.set(earlier, distance);
      queue.push(earlier);
    }
  }
  return found;
}

/** Remembered steps, oldest first. Those of the environment have no process, so they connect nothing. */
function recordsUpTo(trace: Trace, last: number): StepRecord[] {
  const records: StepRecord[] = [];
  for (let step = Math.max(1, last - trace.capacity + 1); step <= last; step++) {
    const record = trace.at(step);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** What happenings are weighed by. */
interface Scale {
  readonly last: number;
  readonly distance: ReadonlyMap<number, number>;
  readonly topics: readonly string[];
}

function pick(happenings: readonly Happening[], scale: Scale, told: number): Happening[] {
  const left = new Map<Happening, number>();
  for (const happening of happenings)
    if (mayBeTold(happening, scale)) left.set(happening, weightOf(happening, scale));
  const picked = new Set<Happening>();
  const shapes = new Map<string, number>();
  while (picked.size < told && left.size > 0) {
    let best: Happening | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [happening, weight] of left) {
      const score = weight - REPETITION * (shapes.get(shapeOf(happening)) ?? 0);
      if (score < bestScore) continue;
      best = happening; // of equal ones the latest
      bestScore = score;
    }
    if (best === undefined) break;
    left.delete(best);
    picked.add(best);
    shapes.set(shapeOf(best), (shapes.get(shapeOf(best)) ?? 0) + 1);
  }
  return happenings.filter((happening) => picked.has(happening));
}

function mayBeTold({ kind, step, text }: Happening, { distance, last }: Scale): boolean {
  if (kind === 'start') return text.includes('again'); // that everybody starts at first explains nothing
  if (kind === 'disk') return step === last;
  return kind === 'crash' || kind === 'heal' || distance.has(step);
}

function weightOf({ kind, step, text }: Happening, { distance, last, topics }: Scale): number {
  const weight = WEIGHTS[kind] ?? 0;
  if (step === last && EVENTS.has(kind)) return 100; // where it broke
  const mentioned = topics.some((topic) => text.includes(topic)) ? MENTIONED : 0;
  return weight + mentioned - DISTANCE * Math.log2(1 + (distance.get(step) ?? UNRELATED_DISTANCE));
}

/** Kinds that are a step by themselves. */
const EVENTS: ReadonlySet<HappeningKind> = new Set(['message', 'timer', 'disk', 'call', 'start']);

/** Nouns whose numbers are everywhere, so that sharing one says little. */
const COMMON = new Set(['step', 'view', 'replica', 'process', 'client', 'checksum', 'replicas']);

/** What the facts are about: `op 34`, `"k9"`. */
function topicsOf(facts: readonly string[]): readonly string[] {
  const text = facts.join('\n');
  const numbered = [...text.matchAll(/\b([a-z]+) \d+\b/g)].filter(([, noun = '']) => !COMMON.has(noun));
  return [...numbered, ...text.matchAll(/"[^"]{2,}":?/g)]
    .map(([topic]) => topic)
    .filter((t) => !t.endsWith(':'));
}

/** What is alike but for its numbers and values counts as the same kind of thing. */
const shapeOf = ({ text }: Happening): string => text.replace(/["{[].*/, '').replaceAll(/\d+/g, '#');
