import type { Tape } from './tape.ts';

/** The first step at which a run leaves what was recorded of it. */
export interface Divergence {
  readonly step: number;
  readonly expected: string;
  readonly got: string;
  /** Steps before it, as both have them, oldest first. */
  readonly before: readonly string[];
  /** It is this step or one after it: what came there was not written down. */
  readonly orLater?: true;
}

const BEFORE = 3;

/** Where a run leaves the recorded one; undefined when it does not. */
export function divergenceOf(recorded: Tape, now: Tape): Divergence | undefined {
  const { steps } = recorded;
  for (let i = 0; i < Math.max(steps.length, now.steps.length); i++) {
    const [expected, got] = [steps[i], now.steps[i]];
    if (expected === got) continue;
    return {
      step: i + 1,
      expected: expected === undefined ? `the end: ${recorded.end}` : withTime(expected),
      got: got === undefined ? `the end: ${now.end}` : withTime(got),
      before: steps.slice(Math.max(0, i - BEFORE), i).map(withTime),
    };
  }
  if (recorded.end === now.end) return undefined;
  return { step: steps.length + 1, expected: recorded.end, got: now.end, before: [] };
}

/** `17,417 µs  replica 0 starts`, and the hash where only that differs. */
function withTime(line: string): string {
  const [timeUs = '', hash = '', ...event] = line.split(' ');
  return `${event.join(' ')}  (${timeUs} µs, hash ${hash})`;
}
