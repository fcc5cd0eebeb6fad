import { recordingsIn, type Systems } from '../served/recorded.ts';
import { servingOf } from '../served/serving.ts';
import { type MergedRun, merge } from './merge.ts';
import { type ProcessLog, readLog } from './process-log.ts';

/** Reads recordings and merges them into one run. @throws BadInput */
export async function readFolders(folders: readonly string[], systems: Systems): Promise<MergedRun> {
  const logs: ProcessLog[] = [];
  for (const each of folders) logs.push(await readLog(each, systems));
  return merge(logs);
}

/** All recordings in a folder as one run. @throws BadInput */
export const readRun = (folder: string, systems: Systems): Promise<MergedRun> =>
  readFolders(recordingsIn(folder, undefined), systems);

/** The same run with the code without its mutant; undefined when it has none. */
export async function soundRun(run: MergedRun, systems: Systems): Promise<MergedRun | undefined> {
  if (run.logs.every(({ mutant }) => mutant === null)) return undefined;
  const { systems: known } = await systems(null);
  const logs = run.logs.map((log) => {
    const system = known.get(log.serving.system.name) ?? log.serving.system;
    const serving = servingOf(system, log.serving.scenario, log.isClient ? 0 : log.host);
    return { ...log, serving, code: log.isClient ? serving.client : serving.served.replica };
  });
  return { ...run, logs };
}
