import os from 'node:os';
import { BadInput } from './bad-input.ts';
import { parseInteger } from './integer.ts';

const WORKERS_MAX = 256;

/** Threads at work: what `--workers` says, or one per core. @throws BadInput */
export function parseWorkers(text: string | undefined): number {
  const workers = text === undefined ? os.availableParallelism() : parseInteger('--workers', text, 1);
  if (workers > WORKERS_MAX) throw new BadInput(`--workers ${workers}: at most ${WORKERS_MAX} make sense`);
  return workers;
}
