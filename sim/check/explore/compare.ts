import type { Envelope } from '../model/property.ts';
import { sameData } from '../parts/plain-data.ts';
import { eventsOf, type Position } from './explorer.ts';
import { partsOf } from './parts-of.ts';
import { type OperationSoFar, operationsIn } from './visible-state.ts';

/** A part of a process in two positions; absent where a position has none of that name. */
export interface ComparedPart {
  readonly name: string;
  readonly isSame: boolean;
  readonly here?: unknown;
  readonly there?: unknown;
}

/** Two positions of one Explorer, side by side. */
export interface Comparison {
  /** By process. */
  readonly processes: readonly (readonly ComparedPart[])[];
  readonly network: Sides<Envelope>;
  readonly history: Sides<OperationSoFar>;
}

/** Multiset difference: items of one side only, and common items, with multiplicity. */
export interface Sides<T> {
  readonly here: readonly T[];
  readonly there: readonly T[];
  readonly both: readonly T[];
}

export const compared = (here: Position, there: Position, replicas: number): Comparison => ({
  processes: here.locals.map((local, process) => {
    const other = there.locals[process];
    return comparedParts(partsOf(local), other === undefined ? new Map() : partsOf(other));
  }),
  network: sidesOf(here.network, there.network),
  history: sidesOf(historyOf(here, replicas), historyOf(there, replicas)),
});

function comparedParts(
  here: ReadonlyMap<string, unknown>,
  there: ReadonlyMap<string, unknown>,
): readonly ComparedPart[] {
  return [...new Set([...here.keys(), ...there.keys()])].map((name) => ({
    name,
    isSame: here.has(name) && there.has(name) && sameData(here.get(name), there.get(name)),
    ...(here.has(name) ? { here: here.get(name) } : {}),
    ...(there.has(name) ? { there: there.get(name) } : {}),
  }));
}

function sidesOf<T>(here: readonly T[], there: readonly T[]): Sides<T> {
  const left = [...there];
  const both: T[] = [];
  const onlyHere = here.filter((each) => {
    const place = left.findIndex((other) => sameData(each, other));
    if (place < 0) return true;
    both.push(...left.splice(place, 1));
    return false;
  });
  return { here: onlyHere, there: left, both };
}

const historyOf = ({ path }: Position, replicas: number): readonly OperationSoFar[] =>
  operationsIn(
    eventsOf(path).map(({ event }) => event),
    replicas,
  );
