import type { Edits } from '../engine/decisions.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../system.ts';
import { type Tape, taped } from './tape.ts';

/** What of a recorded run could be had again from code that was edited. */
export interface Guided {
  /** The run that is nearest to the recorded one. */
  readonly edits: Edits;
  readonly steps: Share;
  readonly decisions: Share;
  /** Steps from the first on that are as they were. */
  readonly prefix: number;
}

interface Share {
  readonly matched: number;
  readonly of: number;
}

/** Each round puts right what comes after the first message that has moved. */
const ROUNDS_MAX = 12;

const ABOUT_MESSAGE = /^([a-z-]+) (\d+>\d+) #(\d+)$/;

/**
 * Decisions about messages count the messages of a link, so that one message more or less in edited code gives every later one
 * the fate of its neighbour. Here each recorded decision follows its message: the k-th `Prepare v1 op 3` of a link has the
 * fate of the k-th one then (DEMi, NSDI 2016, matches by content, too). Where code has changed, messages and so their numbers
 * depend on what was decided before, hence rounds.
 */
export function guided(system: System, scenario: Scenario, edits: Edits, recorded: Tape): Guided {
  let best: Guided | undefined;
  let tried: Edits = edits;
  const known = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const now = taped(system, scenario, tried);
    const found: Guided = { edits: tried, ...likeness(recorded, now) };
    if (best === undefined || found.steps.matched > best.steps.matched) best = found;
    tried = { ...edits, ...moved(recorded, now) };
    const key = JSON.stringify(tried);
    if (known.has(key)) break;
    known.add(key);
  }
  return best ?? { edits, steps: NONE, decisions: NONE, prefix: 0 };
}

const NONE: Share = { matched: 0, of: 0 };

/** The recorded fates of messages, at the numbers that the messages have now; fates that nobody had are taken back. */
function moved(recorded: Tape, now: Tape): Edits {
  const edits: Record<string, number> = {};
  for (const name of Object.keys(now.decisions)) if (ABOUT_MESSAGE.test(name)) edits[name] = 0;
  const places = new Map<string, readonly (number | undefined)[]>();
  for (const link of Object.keys(recorded.sent)) places.set(link, placesOf(recorded, now, link));
  for (const [name, value] of Object.entries(recorded.decisions)) {
    const [, site, link = '', index] = ABOUT_MESSAGE.exec(name) ?? [];
    if (site === undefined) {
      edits[name] = value;
      continue;
    }
    const place = places.get(link)?.[Number(index) - 1];
    if (place !== undefined) edits[`${site} ${link} #${place}`] = value;
  }
  return edits;
}

/** By the number of a message then (from 0): its number now (from 1). */
function placesOf(recorded: Tape, now: Tape, link: string): (number | undefined)[] {
  const current = new Map<string, number[]>();
  (now.sent[link] ?? []).forEach((text, i) => {
    const at = current.get(text);
    if (at === undefined) current.set(text, [i + 1]);
    else at.push(i + 1);
  });
  return (recorded.sent[link] ?? []).map((text) => current.get(text)?.shift());
}

function likeness(recorded: Tape, now: Tape): Pick<Guided, 'steps' | 'decisions' | 'prefix'> {
  const events = recorded.steps.map(eventOf);
  const left = new Map<string, number>();
  for (const event of now.steps.map(eventOf)) left.set(event, (left.get(event) ?? 0) + 1);
  let matched = 0;
  for (const event of events) {
    const count = left.get(event) ?? 0;
    if (count === 0) continue;
    left.set(event, count - 1);
    matched++;
  }
  const differs = events.findIndex((event, i) => event !== eventOf(now.steps[i] ?? ''));
  const named = decisionsByContent(now);
  const wanted = [...decisionsByContent(recorded)];
  return {
    steps: { matched, of: events.length },
    decisions: {
      matched: wanted.filter(([name, value]) => named.get(name) === value).length,
      of: wanted.length,
    },
    prefix: differs < 0 ? events.length : differs,
  };
}

/** A step without its time, its hash, and the number of its message. */
const eventOf = (line: string): string =>
  line
    .split(' ')
    .slice(2)
    .join(' ')
    .replace(/ m\d+$/, '');

/** Decisions by what they are about rather than by a number. */
function decisionsByContent(tape: Tape): ReadonlyMap<string, number> {
  const contents = new Map(Object.entries(tape.sent).map(([link, texts]) => [link, numbered(texts)]));
  return new Map(
    Object.entries(tape.decisions).map(([name, value]) => {
      const [, site, link = '', index] = ABOUT_MESSAGE.exec(name) ?? [];
      const text = contents.get(link)?.[Number(index) - 1];
      return [site === undefined || text === undefined ? name : `${site} ${link} ${text}`, value];
    }),
  );
}

/** Each text with the how-manieth of its kind it is. */
function numbered(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return texts.map((text) => {
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return `${text} ${count}`;
  });
}
