import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time that a process has used so far; undefined where the system has no /proc. */
export function cpuMsOf(pid: number): number | undefined {
  try {
    // The name of the program stands in parentheses and may contain spaces; user and system time are 12th and 13th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}
