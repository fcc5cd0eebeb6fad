import type { RunEvent } from './run.ts';

/** Which events hold a text. */
export interface Search {
  readonly fits: (event: number) => boolean;
  readonly count: (events: Int32Array) => number;
}

const NOTHING: Search = { fits: () => false, count: () => 0 };

/** @param needle in small letters; empty: nothing is searched for */
export function searchOf(events: readonly RunEvent[], needle: string): Search {
  if (needle === '') return NOTHING;
  const fits = (event: number): boolean => events[event]?.text.toLowerCase().includes(needle) ?? false;
  return { fits, count: (among) => among.reduce((sum, event) => sum + (fits(event) ? 1 : 0), 0) };
}
