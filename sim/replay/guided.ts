import { decisionName, type Edits, LINK_STRIDE, type Site } from '../chance/site.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { TAPE_STEPS_MAX, type Tape, taped } from './tape.ts';

/** How much of a recorded run could be repeated with code that was edited. */
export interface Guided {
  /** Edits that repeat this run. */
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

const ABOUT_MESSAGE = /^([a-z-]+) (\d+>\d+) #(\d+)$/;

/**
 * Decisions about messages count the messages of a link, so that one message more or less in edited code gives every later one
 * the fate of its neighbour. Here each recorded decision follows its message: the k-th `Prepare v1 op 3` of a link has the
 * fate that the k-th one had then (DEMi, NSDI 2016, matches by content, too). What was not recorded is calm.
 */
export function guided(system: System, scenario: Scenario, recorded: Tape): Guided {
  const edits: Record<string, number> = {};
  const now = taped(system, scenario, {}, TAPE_STEPS_MAX, (sent) => {
    const places = new Places(recorded, sent);
    return {
      value(site, entity, index, drawn) {
        const value = recordedValue(recorded, places, site, entity, index) ?? 0;
        // Without an operation, or a pace, edited code could not do what it does besides.
        const hasNoCalm = site.meaning === 'operation' || site.meaning === 'pace';
        const kept = hasNoCalm && value === 0 ? drawn : value;
        if (kept !== drawn) edits[decisionName(site, entity, index)] = kept;
        return kept;
      },
    };
  });
  return { edits, ...likeness(recorded, now) };
}

function recordedValue(
  { decisions }: Tape,
  places: Places,
  site: Site,
  entity: number,
  index: number,
): number | undefined {
  if (site.entityKind !== 'link') return decisions[decisionName(site, entity, index)];
  const place = places.of(Math.floor(entity / LINK_STRIDE), entity % LINK_STRIDE, index);
  return place === undefined ? undefined : decisions[decisionName(site, entity, place)];
}

/** Which number the messages of a run had in the recorded one. */
class Places {
  private readonly sent: Tape['sent'];
  /** By link and text: the numbers of such messages then, in order. */
  private readonly numbers = new Map<string, number[]>();
  /** By link, the places of the messages sent now, in order. */
  private readonly known = new Map<string, (number | undefined)[]>();

  constructor(recorded: Tape, sent: Tape['sent']) {
    this.sent = sent;
    for (const [link, texts] of Object.entries(recorded.sent)) {
      texts.forEach((text, i) => {
        const key = `${link} ${text}`;
        const same = this.numbers.get(key);
        if (same === undefined) this.numbers.set(key, [i + 1]);
        else same.push(i + 1);
      });
    }
  }

  of(from: number, to: number, index: number): number | undefined {
    const link = `${from}>${to}`;
    const texts = this.sent[link] ?? [];
    // What is no message of its own, such as the weight of a link, keeps its number.
    if (index < 1 || index > texts.length) return index;
    const places = this.known.get(link) ?? [];
    this.known.set(link, places);
    // Of messages about which nothing was decided, since a rule or a cut had taken them, the number is used up all the same.
    while (places.length < index)
      places.push(this.numbers.get(`${link} ${texts[places.length] ?? ''}`)?.shift());
    return places[index - 1];
  }
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
