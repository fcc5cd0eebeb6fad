import { existsSync } from 'node:fs';
import { HARDSHIPS } from '../define/hardships.ts';
import { refuseUnknownFields } from '../define/known-fields.ts';
import type { ClusterDefinition, ProgramNodes } from './definition.ts';
import { countsOf, pathOf } from './nodes.ts';

const NEEDED = ['name', 'nodes', 'client', 'operation'] as const;
const NODES_MAX = 7;

const FIELDS: Readonly<Record<keyof ClusterDefinition<never, never, never>, true>> = {
  name: true,
  summary: true,
  nodes: true,
  client: true,
  clientEnv: true,
  operation: true,
  model: true,
  promisesLess: true,
  invariants: true,
  unsettled: true,
  without: true,
  quorum: true,
  clientsMax: true,
  operationsMax: true,
  narrow: true,
  timeoutMs: true,
  disk: true,
  powerLossPpm: true,
  describeOperation: true,
  describeResult: true,
};

/** Checks at run time what the compiler checks, and what it cannot. @throws TypeError with a one-sentence message. */
export function checkCluster(definition: object): void {
  const known: Partial<Record<string, unknown>> = { ...definition };
  const { name = 'a cluster', nodes, client, without } = known;
  const missing = NEEDED.find((field) => known[field] === undefined);
  if (missing !== undefined) throw new TypeError(`defineCluster: ${String(name)} has no \`${missing}\``);
  refuseUnknownFields(`defineCluster: ${String(name)}`, known, FIELDS);
  const kinds = (Array.isArray(nodes) ? nodes : [nodes]) as readonly ProgramNodes[]; // checked below
  for (const kind of kinds) {
    if (typeof kind !== 'object' || kind === null || kind.entry === undefined)
      throw new TypeError(`defineCluster: ${String(name)} has nodes without an \`entry\``);
    mustExist(pathOf(kind.entry, '`entry`'), 'entry');
    if (kind.earlier !== undefined) mustExist(pathOf(kind.earlier, '`earlier`'), 'earlier version');
  }
  for (const count of countsOf(kinds))
    if (!Number.isInteger(count) || count < 1 || count > NODES_MAX)
      throw new TypeError(
        `defineCluster: ${String(name)} has ${count} nodes: 1 to ${NODES_MAX} are possible`,
      );
  if (typeof client === 'string' || client instanceof URL) mustExist(pathOf(client, '`client`'), 'client');
  else if (typeof client !== 'function')
    throw new TypeError(`defineCluster: \`client\` of ${String(name)} is neither a function nor a file`);
  const odd = Array.isArray(without) ? without.find((each) => !HARDSHIPS.includes(each)) : undefined;
  if (odd !== undefined)
    throw new TypeError(`defineCluster: without: there is no "${odd}"; there are ${HARDSHIPS.join(', ')}`);
}

function mustExist(path: string, what: string): void {
  if (!existsSync(path)) throw new TypeError(`defineCluster: there is no file ${path}, which is the ${what}`);
}
