/**
 * From a virtual time on, all streams go on under another salt: the same past, another future. A run is a scenario, edits and
 * turns.
 */
export interface Turn {
  readonly atUs: number;
  /** Letters and digits. */
  readonly salt: string;
}

/** @throws Error when the turns are not in order of time. */
export function checkTurns(turns: readonly Turn[]): void {
  turns.forEach(({ atUs }, i) => {
    const before = turns[i - 1]?.atUs ?? 0;
    if (!Number.isSafeInteger(atUs) || atUs < before)
      throw new Error(`turn ${i + 1} is at ${atUs} µs: turns are in order of time, in integer microseconds`);
  });
}
