import { type DelayShape, shapedDelay } from './shapes.ts';
import {
  type Edits,
  type EntityKind,
  keyOf,
  type Meaning,
  parseName,
  positionOf,
  type Site,
} from './site.ts';
import { bitsAt, scale } from './streams.ts';
import { checkTurns, type Turn } from './turns.ts';

/** By site and position. */
type ParsedEdits = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Receives decisions that differ from 0, as they are taken. */
export interface DecisionRecorder {
  decided(site: Site, entity: number, index: number, value: number): void;
}

/** Decides in place of the seed. */
export interface DecisionGuide {
  value(site: Site, entity: number, index: number, drawn: number): number;
}

/**
 * All choices of a run. A choice has a stable name (site, entity, index) and its value is a function of seed and name, unless
 * an edit forces it. Taking or forcing one decision cannot change another. Raw random bits stay in here: every draw has a
 * shape, and its value is settled, so that it can be edited, guided, recorded and shrunk.
 */
export class Decisions {
  recorder: DecisionRecorder | null = null;
  /** Asked instead of the edits when there is one. */
  guide: DecisionGuide | null = null;
  private readonly seed: string;
  private readonly edits: ParsedEdits;
  readonly turns: readonly Turn[];
  private readonly sites = new Map<string, Site>();
  /** Edits that a decision has asked for, by site and position. */
  private readonly met = new Set<string>();
  /** Turns taken so far. */
  private turned = 0;

  /** @throws Error when an edit does not name a decision, or turns are out of order. */
  constructor(seed: string, edits: Edits | ParsedEdits = {}, turns: readonly Turn[] = []) {
    checkTurns(turns);
    this.seed = seed;
    this.edits = edits instanceof Map ? edits : parseEdits(edits as Edits); // else it is the other one
    this.turns = turns;
  }

  /** The site of this name. Asking twice gives the same one. */
  site(name: string, entityKind: EntityKind, meaning: Meaning): Site {
    const known = this.sites.get(name);
    if (known !== undefined) return known;
    const site: Site = {
      name,
      entityKind,
      meaning,
      key: keyOf(this.seed, name, this.salt),
      edits: this.edits.get(name) ?? null,
    };
    this.sites.set(name, site);
    return site;
  }

  /** Whether a decision of this site may differ from what the scenario says: it is edited, or a guide decides. */
  mayForce(site: Site): boolean {
    return site.edits !== null || this.guide !== null;
  }

  // --- draws -----------------------------------------------------------------------------------------------------

  /** Whether something happens that happens `ppm` times in a million. */
  chance(site: Site, entity: number, index: number, ppm: number): boolean {
    if (ppm === 0 && site.edits === null && this.guide === null) return false;
    const drawn = scale(bitsAt(site.key, entity, index), 1_000_000) < ppm ? 1 : 0;
    return this.settle(site, entity, index, drawn) !== 0;
  }

  /** Whether something happens that happens unless an edit says that it does not. */
  happens(site: Site, entity: number, index: number): boolean {
    return this.settle(site, entity, index, 1) !== 0;
  }

  /** An integer in [0, bound). */
  choose(site: Site, entity: number, index: number, bound: number): number {
    return this.settle(site, entity, index, scale(bitsAt(site.key, entity, index), bound));
  }

  /** An integer in [base, base + bound). */
  chooseFrom(site: Site, entity: number, index: number, base: number, bound: number): number {
    return this.settle(site, entity, index, base + scale(bitsAt(site.key, entity, index), bound));
  }

  /** An integer in [-max, max]. */
  signed(site: Site, entity: number, index: number, max: number): number {
    return this.settle(site, entity, index, scale(bitsAt(site.key, entity, index), 2 * max + 1) - max);
  }

  /** A delay with this mean; 0 or more. */
  delay(site: Site, entity: number, index: number, shape: DelayShape, meanUs: number): number {
    return this.settle(site, entity, index, shapedDelay(shape, meanUs, bitsAt(site.key, entity, index)));
  }

  /** An interval around a mean, exponential and never 0: until something that recurs strikes next. */
  interval(site: Site, entity: number, index: number, meanUs: number): number {
    const drawn = 1 + shapedDelay('exponential', meanUs, bitsAt(site.key, entity, index));
    return Math.max(1, this.settle(site, entity, index, drawn));
  }

  /** The index of the class that a number of a million falls into; the last one gets the rest. */
  classOf(site: Site, entity: number, index: number, sharesPpm: readonly number[]): number {
    let left = scale(bitsAt(site.key, entity, index), 1_000_000);
    let drawn = 0;
    while (drawn < sharesPpm.length && left >= (sharesPpm[drawn] as number)) {
      left -= sharesPpm[drawn] as number; // within the list
      drawn++;
    }
    return this.settle(site, entity, index, drawn);
  }

  // --- turns, edits ------------------------------------------------------------------------------------------------

  /** When the next turn is due; Infinity when there is none. */
  get nextTurnUs(): number {
    return this.turns[this.turned]?.atUs ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the turns that are due: every stream goes on under another salt. */
  turn(nowUs: number): void {
    while (this.nextTurnUs <= nowUs) this.turned++;
    for (const site of this.sites.values()) site.key = keyOf(this.seed, site.name, this.salt);
  }

  /** Edits among these that no decision has asked for: they have changed nothing. */
  unmet(names: readonly string[]): readonly string[] {
    return names.filter((name) => {
      const { site, position } = parseName(name);
      return !this.met.has(`${site} ${position}`);
    });
  }

  /** All sites that were asked for, by name. */
  get known(): readonly Site[] {
    return [...this.sites.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The part of it that changes as the run goes on and influences it. */
  state(): object {
    return { turned: this.turned };
  }

  /** An independent copy, without recorder and guide. */
  fork(): Decisions {
    const copy = new Decisions(this.seed, this.edits, this.turns);
    copy.turned = this.turned;
    for (const [name, site] of this.sites) copy.sites.set(name, { ...site }); // making a key costs microseconds
    for (const name of this.met) copy.met.add(name);
    return copy;
  }

  private get salt(): string {
    return this.turns[this.turned - 1]?.salt ?? '';
  }

  /** The value that counts: `drawn`, or what an edit or a guide says. Records it when it is not 0. */
  private settle(site: Site, entity: number, index: number, drawn: number): number {
    let value = site.edits === null ? drawn : this.edited(site, entity, index, drawn);
    if (this.guide !== null) value = this.guide.value(site, entity, index, drawn);
    if (value !== 0 && this.recorder !== null) this.recorder.decided(site, entity, index, value);
    return value;
  }

  private edited(site: Site, entity: number, index: number, drawn: number): number {
    const position = positionOf(entity, index);
    const forced = site.edits?.get(position);
    if (forced === undefined) return drawn;
    this.met.add(`${site.name} ${position}`);
    return forced;
  }
}

function parseEdits(edits: Edits): ParsedEdits {
  const bySite = new Map<string, Map<number, number>>();
  for (const [name, value] of Object.entries(edits)) {
    const { site, position } = parseName(name);
    const forced = bySite.get(site) ?? new Map<number, number>();
    forced.set(position, value);
    bySite.set(site, forced);
  }
  return bySite;
}
