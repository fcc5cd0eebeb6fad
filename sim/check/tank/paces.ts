const MS = 1_000;
const SECOND = 1_000_000;
/** Duration of timers that never fire: a counterexample run lasts only seconds. */
const NEVER_US = 1_000 * SECOND;
/** With more names, not every combination is tried. */
const NAMES_MAX = 4;

/** Timer durations by name. */
export type Pace = (timer: string) => number;

/**
 * Candidate durations for the timers that fire on a path, in the order of first firing. All others never fire, except in the last
 * candidate, where they take the same time.
 */
export function pacesFor(fired: readonly string[]): readonly Pace[] {
  const paces: Pace[] = [];
  const add = (durationUs: (place: number) => number, othersUs = NEVER_US): void => {
    paces.push((timer) => {
      const place = fired.indexOf(timer);
      return place < 0 ? othersUs : durationUs(place);
    });
  };
  // Short ones fire any number of times between two long ones.
  const ways = 1 << Math.min(fired.length, NAMES_MAX);
  for (let short = 0; short < ways - 1 || short === 0; short++)
    add((place) => (((short >> place) & 1) === 1 ? 10 * MS : SECOND));
  if (fired.length > 1) {
    add((place) => (place + 1) * SECOND);
    add((place) => (fired.length - place) * SECOND);
  }
  if (fired.length > 0) add(() => SECOND, SECOND);
  return paces;
}
