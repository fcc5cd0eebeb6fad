import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../../sim/served/free-ports.ts';
import { ReplicaProcess } from '../../sim/served/replica-process.ts';
import type { Group } from './group.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const REPLICAS = 3;

/** How our replicas run. */
export interface OurOptions {
  readonly record: boolean;
  /** Whether a record counts as durable after one sync, as in etcd, or after a second one of its header. */
  readonly trustsDisk: boolean;
  /** Writes a profile of each replica there when it stops. */
  readonly profileFolder: string | undefined;
}

/** Replicas of ours tell their view. */
export interface OurGroup extends Group {
  /** The view of the first of them. */
  view(): Promise<number>;
}

/** Starts three of our replicas on loopback. @throws Error when they do not come up */
export async function startOurs(
  folder: string,
  { record, trustsDisk, profileFolder }: OurOptions,
): Promise<OurGroup> {
  mkdirSync(folder, { recursive: true });
  const ports = await freePorts(REPLICAS + 1);
  const at = ports.slice(0, REPLICAS).map((port) => `127.0.0.1:${port}`);
  const metricsAt = `127.0.0.1:${ports[REPLICAS] ?? 0}`;
  const replicas = at.map(
    (_, id) =>
      new ReplicaProcess({
        program: { entry: path.join(ROOT, 'scripts/start.mjs'), execArgv: [] },
        folder: path.join(folder, String(id)),
        words: [
          ...['--replica', String(id), '--peers', at.join(','), '--log', 'warn'],
          ...(trustsDisk ? ['--set', 'settings.distrustsDisk=false'] : []),
          ...(id === 0 ? ['--metrics-at', metricsAt] : []),
          ...(record ? ['--record', path.join(folder, `${id}.recording`)] : []),
        ],
        nodeOptions: profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`],
      }),
  );
  process.prependOnceListener('exit', () => {
    for (const replica of replicas) replica.kill('SIGKILL');
  });
  const stop = async (): Promise<void> => {
    await Promise.all(replicas.map((replica) => replica.stop()));
  };
  try {
    await Promise.all(replicas.map(({ ready }) => ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { at, pids: replicas.map(({ pid }) => pid), stop, view: () => viewAt(metricsAt) };
}

/** @throws Error when the replica does not tell it */
async function viewAt(address: string): Promise<number> {
  const response = await fetch(`http://${address}/healthz`);
  const text = await response.text();
  const view = /view (\d+)/.exec(text)?.[1];
  if (view === undefined) throw new Error(`no view in ${text}`);
  return Number(view);
}
