import os from 'node:os';
import { BadInput } from './bad-input.ts';

const WORKERS_MAX = 256;

/** The value of an option as an integer of at least `min`. @throws BadInput */
export function parseInteger(option: string, text: string, min: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min)) throw new BadInput(`${option} ${text}: a whole number from ${min} on is needed`);
  return value;
}

/** The value of `--minutes`: a decimal above 0. @throws BadInput */
export function parseMinutes(text: string): number {
  const minutes = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (minutes <= 0) throw new BadInput(`--minutes ${text}: a number above 0 is needed`);
  return minutes;
}

/** The number of worker threads: the value of `--workers`, or one per core. @throws BadInput */
export function parseWorkers(text: string | undefined): number {
  const workers = text === undefined ? os.availableParallelism() : parseInteger('--workers', text, 1);
  if (workers > WORKERS_MAX) throw new BadInput(`--workers ${workers}: at most ${WORKERS_MAX} make sense`);
  return workers;
}
