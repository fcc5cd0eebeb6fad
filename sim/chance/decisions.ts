import { bitsAt, type StreamKey, scale, streamKey } from './streams.ts';

/** What a decision is about, and so how it is written: a link `0>1`, a process `2`, or the run as a whole. */
export type EntityKind = 'link' | 'process' | 'run';

/** Entities of links: `from * LINK_STRIDE + to`. */
export const LINK_STRIDE = 256;

/** A decision forced to a value: `{"drop 0>1 #17": 0}`. */
export type Edits = Readonly<Record<string, number>>;

/** Receives decisions that differ from their calm default, as they are taken. */
export interface DecisionRecorder {
  decided(site: Site, entity: number, index: number, value: number): void;
}

/** Decides in place of the seed. */
export interface DecisionGuide {
  value(site: Site, entity: number, index: number, drawn: number): number;
}

/** A place where the environment chooses. The calm default of every choice is 0. */
export interface Site {
  readonly name: string;
  readonly entityKind: EntityKind;
  readonly key: StreamKey;
  /** Forced values by `entity * INDEX_LIMIT + index`; null when there are none, the usual case. */
  readonly edits: Map<number, number> | null;
}

const INDEX_LIMIT = 2 ** 32;

/**
 * The environment's choices. A choice has a stable name (site, entity, index) and its value is a function of seed and name,
 * unless an edit forces it. There is no state: taking or forcing one decision cannot change another.
 */
export class Decisions {
  recorder: DecisionRecorder | null = null;
  /** Asked instead of the edits when there is one. */
  guide: DecisionGuide | null = null;
  private readonly seed: string;
  private readonly edits: ReadonlyMap<string, Map<number, number>>;
  private readonly sites = new Map<string, Site>();
  /** Edits that a decision has asked for, by site and position. */
  private readonly met = new Set<string>();

  /** @throws Error when the name of an edit is not of the form `site [entity] #index`. */
  constructor(seed: string, edits: Edits = {}) {
    this.seed = seed;
    this.edits = parseEdits(edits);
  }

  site(name: string, entityKind: EntityKind): Site {
    const known = this.sites.get(name);
    if (known !== undefined) return known;
    const site: Site = {
      name,
      entityKind,
      key: streamKey(this.seed, name),
      edits: this.edits.get(name) ?? null,
    };
    this.sites.set(name, site);
    return site;
  }

  /** Whether something happens that happens `ppm` times in a million. */
  chance(site: Site, entity: number, index: number, ppm: number): boolean {
    if (site.edits === null && ppm === 0) return false;
    const drawn = scale(bitsAt(site.key, entity, index), 1_000_000) < ppm ? 1 : 0;
    return this.settle(site, entity, index, drawn) !== 0;
  }

  /** An integer in [0, bound). */
  choose(site: Site, entity: number, index: number, bound: number): number {
    return this.settle(site, entity, index, scale(bitsAt(site.key, entity, index), bound));
  }

  /** The random bits at a position, for choices that need a shape of their own; hand the result to {@link settle}. */
  bits(site: Site, entity: number, index: number): number {
    return bitsAt(site.key, entity, index);
  }

  /** The value that counts: `drawn`, or what an edit says. Records it when it is not calm. */
  settle(site: Site, entity: number, index: number, drawn: number): number {
    let value =
      site.edits === null ? drawn : this.edited(site.name, site.edits, entity * INDEX_LIMIT + index, drawn);
    if (this.guide !== null) value = this.guide.value(site, entity, index, drawn);
    if (value !== 0 && this.recorder !== null) this.recorder.decided(site, entity, index, value);
    return value;
  }

  /** Edits among these that no decision has asked for: they have changed nothing. */
  unmet(names: readonly string[]): readonly string[] {
    return names.filter((name) => {
      const { site, position } = parseName(name);
      return !this.met.has(`${site} ${position}`);
    });
  }

  /** Names of the decisions that were asked about. */
  get kinds(): readonly string[] {
    return [...this.sites.keys()].sort();
  }

  private edited(site: string, edits: ReadonlyMap<number, number>, position: number, drawn: number): number {
    const forced = edits.get(position);
    if (forced === undefined) return drawn;
    this.met.add(`${site} ${position}`);
    return forced;
  }
}

/** The stable name of a decision: `drop 0>1 #17`, `crash 2 #1`, `partition #3`. */
export function decisionName(site: Site, entity: number, index: number): string {
  switch (site.entityKind) {
    case 'link':
      return `${site.name} ${Math.floor(entity / LINK_STRIDE)}>${entity % LINK_STRIDE} #${index}`;
    case 'process':
      return `${site.name} ${entity} #${index}`;
    case 'run':
      return `${site.name} #${index}`;
  }
}

const NAME = /^([a-z][a-z-]*)(?: (?:(\d+)>(\d+)|(\d+)))? #(\d+)$/;

/** Where a name puts its value. @throws Error when it is none. */
function parseName(name: string): { readonly site: string; readonly position: number } {
  const match = NAME.exec(name);
  if (match === null) throw new Error(`"${name}" does not name a decision, such as "drop 0>1 #17"`);
  const [, site = '', from, to, process, index] = match;
  const entity = from === undefined ? Number(process ?? 0) : Number(from) * LINK_STRIDE + Number(to);
  return { site, position: entity * INDEX_LIMIT + Number(index) };
}

function parseEdits(edits: Edits): ReadonlyMap<string, Map<number, number>> {
  const bySite = new Map<string, Map<number, number>>();
  for (const [name, value] of Object.entries(edits)) {
    const { site, position } = parseName(name);
    const forced = bySite.get(site) ?? new Map<number, number>();
    forced.set(position, value);
    bySite.set(site, forced);
  }
  return bySite;
}
