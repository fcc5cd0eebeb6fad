import type { Misuse } from '../../determinism/misuse.ts';
import type { SeedRange } from '../../input/seeds.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isSystemFile } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { partingElsewhere } from '../shared/elsewhere.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';

/** Command that reproduces a failure together with the seeds before it. */
export const againWith = (job: RunJob, { first }: SeedRange, seed: string): string =>
  commandLine('sim', undefined, ['--seeds', `${first}..${seed}`, ...job.given]);

/** Checks once, in a new process, whether a file system fails only after the preceding seeds. */
export function seedsBefore(
  job: RunJob,
  { first }: SeedRange,
  scenario: Scenario,
  io: Io,
): Misuse | undefined {
  if (!isSystemFile(job.system.name) || scenario.seed === String(first)) return undefined;
  const parting = partingElsewhere(job, scenario, io);
  if (parting === undefined) return undefined;
  return {
    title: 'it needs the seeds before it',
    step: parting.step,
    timeUs: parting.timeUs,
    process: 'in a process of its own',
    event: parting.event,
    what: `seed ${scenario.seed} goes another way alone: something outside of the state objects lives on from seed to seed`,
    place: null,
    advice: [
      'A variable of the module, or what it imports, remembers earlier runs. A process keeps what it remembers in the object',
      'that `init` returns, and nowhere else.',
    ],
  };
}
