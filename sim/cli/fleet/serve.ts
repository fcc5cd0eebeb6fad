import type { Registry } from '../../systems/registry.ts';
import { systemsNamed } from '../fuzz/job.ts';
import { runFuzz } from '../fuzz/run.ts';
import { type ExitCode, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { withSystemFiles } from '../shared/system-file.ts';

export interface ServeOptions {
  readonly redis: string;
  readonly priority?: string;
  readonly store?: string;
}

/** Runs campaigns concurrently, each as `fuzz --resume --fleet` would resume it. @throws BadInput */
export async function serve(
  folders: readonly string[],
  { redis, ...options }: ServeOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  // Several progress bars would overwrite each other.
  const quiet: Io = folders.length === 1 ? io : Object.create(io, { errIsTerminal: { value: false } });
  const jobs = folders.map((out) => ({ ...options, out, resume: true as const, fleet: redis }));
  // All before any begins: nothing else may happen while a file of a system is loaded.
  const known = await withSystemFiles(registry, jobs.flatMap(systemsNamed));
  const ends = await Promise.allSettled(jobs.map((job) => runFuzz(job, quiet, known)));
  const codes = new Set<ExitCode>();
  for (const end of ends) {
    if (end.status === 'rejected') throw end.reason;
    codes.add(end.value);
  }
  return worstOf(codes);
}
