import { type StreamKey, streamKey } from './streams.ts';

/** The thing that a decision is about, and so how it is written: a link `0>1`, a process `2`, or the run as a whole. */
export type EntityKind = 'link' | 'process' | 'run';

/**
 * The part a decision plays.
 * - `fault`: whether something goes wrong. Calm is 0: it does not.
 * - `detail`: how a fault or a message goes. Calm is 0: the mildest form, the least delay.
 * - `operation`: whether a client calls an operation. 0 leaves it out.
 * - `pace`: when things are due, and draws of the workload and of processes. There is no calm value.
 */
export type Meaning = 'fault' | 'detail' | 'operation' | 'pace';

/** Entities of links: `from * LINK_STRIDE + to`. */
export const LINK_STRIDE = 256;

/** A decision forced to a value: `{"drop 0>1 #17": 0}`. */
export type Edits = Readonly<Record<string, number>>;

/** A place where the environment chooses. Decisions of a site are told apart by entity and index. */
export interface Site {
  readonly name: string;
  readonly entityKind: EntityKind;
  readonly meaning: Meaning;
  /** Changes at a turn, and only there. */
  key: StreamKey;
  /** Forced values by {@link positionOf}; null when there are none, the usual case. */
  readonly edits: ReadonlyMap<number, number> | null;
}

/** The key of a site: under a salt, another one. */
export const keyOf = (seed: string, name: string, salt: string): StreamKey =>
  streamKey(salt === '' ? seed : `${seed}~${salt}`, name);

const INDEX_LIMIT = 2 ** 32;

/** The place of a decision within its site, as one number. */
export const positionOf = (entity: number, index: number): number => entity * INDEX_LIMIT + index;

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

/** A decision by its name. */
export interface NamedDecision {
  readonly site: string;
  readonly entityKind: EntityKind;
  readonly position: number;
}

/** @throws Error when the text does not name a decision. */
export function parseName(name: string): NamedDecision {
  const match = NAME.exec(name);
  if (match === null) throw new Error(`"${name}" does not name a decision, such as "drop 0>1 #17"`);
  const [, site = '', from, to, process, index] = match;
  const entity = from === undefined ? Number(process ?? 0) : Number(from) * LINK_STRIDE + Number(to);
  const entityKind = from !== undefined ? 'link' : process !== undefined ? 'process' : 'run';
  return { site, entityKind, position: positionOf(entity, Number(index)) };
}
