import path from 'node:path';
import { BadInput } from '../../input/bad-input.ts';
import { isNondeterminismError } from '../../kernel/nondeterminism-error.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';
import type { CheckJob } from '../check/job.ts';
import type { CheckOptions } from '../check/options.ts';
import { prepare } from '../check/prepare.ts';
import { SOURCES } from '../shared/system-file.ts';
import { FileWatch } from './file-watch.ts';
import { type Served, serveExplorer } from './server.ts';
import { Session } from './session.ts';

/** Serves the Explorer of a system; of a file as it is edited. @throws BadInput */
export async function openExplorer(options: CheckOptions, registry: Registry, port: number): Promise<Served> {
  const { system } = options;
  const file =
    system !== undefined && !registry.systems.has(system) && isSystemFile(system) ? system : undefined;
  const job = await prepare(options, registry);
  const session = begun(job, file !== undefined);
  const served = await serveExplorer(session, port);
  if (file === undefined) return served;
  const entry = path.resolve(file);
  const watch = new FileWatch(
    () => new Set([entry, ...(SOURCES.get(entry) ?? [])]),
    async () => {
      try {
        session.replace(await prepare(options, registry));
      } catch (error) {
        session.error = sentenceOf(error);
      }
    },
  );
  await watch.start();
  return {
    ...served,
    close: () => {
      watch.close();
      return served.close();
    },
  };
}

/** An error thrown while a user's file starts for the first time is bad input. @throws BadInput */
function begun(job: CheckJob, isFile: boolean): Session {
  try {
    return new Session(job, isFile);
  } catch (error) {
    if (!isFile || error instanceof BadInput || isNondeterminismError(error)) throw error;
    throw new BadInput(`--system ${job.system.name}: ${sentenceOf(error)}`);
  }
}

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
