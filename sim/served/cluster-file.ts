import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { REPLICAS_MAX } from '../../src/host/replica/places.ts';
import { makeFolder, writeAtomically } from '../files/write.ts';
import { BadInput } from '../input/bad-input.ts';

const schema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  system: z.string(),
  set: z.array(z.string()),
  replicas: z.number().int().min(1).max(REPLICAS_MAX),
  peers: z.array(z.string()),
  clientsAt: z.array(z.string()),
  metricsAt: z.array(z.string()),
});

/** Configuration of a local cluster, for restarts and clients. */
export type ClusterFile = z.infer<typeof schema>;

const fileIn = (folder: string): string => path.join(folder, 'cluster.json');

/** @throws BadInput */
export function readCluster(folder: string): ClusterFile | undefined {
  const file = fileIn(folder);
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new BadInput(`${file} is damaged: it does not say what cluster this is`);
  }
}

export function writeCluster(folder: string, cluster: Omit<ClusterFile, 'version'>): void {
  makeFolder(folder);
  writeAtomically(fileIn(folder), `${JSON.stringify({ version: 1, ...cluster }, undefined, 2)}\n`);
}

const PORT_MAX = 65_535;
const CLIENTS_ABOVE = 1000;
const METRICS_ABOVE = 2000;

/**
 * A cluster with consecutive ports: peers from the first, clients from 1000 above, metrics from 2000 above.
 * @throws BadInput when there are no such ports, or not so many replicas
 */
export function clusterAt(
  port: number,
  cluster: Pick<ClusterFile, 'name' | 'system' | 'set' | 'replicas'>,
): Omit<ClusterFile, 'version'> {
  const { replicas } = cluster;
  if (replicas > REPLICAS_MAX)
    throw new BadInput(`--replicas ${replicas}: a cluster has at most ${REPLICAS_MAX}`);
  const last = port + METRICS_ABOVE + replicas - 1;
  if (last > PORT_MAX)
    throw new BadInput(
      `--port ${port}: the last of its ports would be ${last}, and ports end at ${PORT_MAX}: give at most ${port - (last - PORT_MAX)}`,
    );
  const ports = (first: number): string[] =>
    Array.from({ length: replicas }, (_, i) => `127.0.0.1:${first + i}`);
  return {
    ...cluster,
    peers: ports(port),
    clientsAt: ports(port + CLIENTS_ABOVE),
    metricsAt: ports(port + METRICS_ABOVE),
  };
}
