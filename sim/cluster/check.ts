import { existsSync } from 'node:fs';
import {
  checkFunctions,
  checkInvariants,
  checkModel,
  checkNeeded,
  checkWithout,
  type Fields,
} from '../define/check-fields.ts';
import { refuseUnknownFields } from '../define/known-fields.ts';
import type { ClusterDefinition, ClusterInvariant, ProgramNodes } from './definition.ts';
import { oddEnv } from './env.ts';
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

const NODES_FIELDS: Readonly<Record<keyof ProgramNodes, true>> = {
  entry: true,
  earlier: true,
  name: true,
  count: true,
  args: true,
  env: true,
  cwd: true,
  root: true,
  disk: true,
  files: true,
};

const INVARIANT: Readonly<Record<keyof ClusterInvariant, true>> = {
  name: true,
  statement: true,
  broken: true,
};

const FUNCTIONS = [
  'operation',
  'promisesLess',
  'unsettled',
  'quorum',
  'narrow',
  'describeOperation',
  'describeResult',
] as const;

/** Checks at run time what the compiler checks, and what it cannot. @throws TypeError with a one-sentence message. */
export function checkCluster(definition: object): void {
  const known: Fields = { ...definition };
  const { name = 'a cluster', nodes, client } = known;
  const where = `defineCluster: ${String(name)}`;
  const missing = NEEDED.find((field) => known[field] === undefined);
  if (missing !== undefined) throw new TypeError(`${where} has no \`${missing}\``);
  refuseUnknownFields(where, known, FIELDS);
  const kinds = (Array.isArray(nodes) ? nodes : [nodes]) as readonly ProgramNodes[]; // checked below
  if (kinds.length === 0) throw new TypeError(`${where}: \`nodes\` is empty`);
  for (const kind of kinds) {
    if (typeof kind !== 'object' || kind === null || kind.entry === undefined)
      throw new TypeError(`${where} has nodes without an \`entry\``);
    checkNodes(where, kind);
    mustExist(pathOf(kind.entry, '`entry`'), 'entry');
    if (kind.earlier !== undefined) mustExist(pathOf(kind.earlier, '`earlier`'), 'earlier version');
  }
  for (const count of countsOf(kinds))
    if (!Number.isInteger(count) || count < 1 || count > NODES_MAX)
      throw new TypeError(`${where} has ${count} nodes: 1 to ${NODES_MAX} are possible`);
  if (typeof client === 'string' || client instanceof URL) mustExist(pathOf(client, '`client`'), 'client');
  else if (typeof client !== 'function')
    throw new TypeError(`defineCluster: \`client\` of ${String(name)} is neither a function nor a file`);
  checkFunctions(where, known, FUNCTIONS);
  checkModel(where, known['model']);
  checkWithout(where, known['without']);
  checkEnv(where, known, 'clientEnv');
  checkInvariants(where, known['invariants'], 'name', (which, invariant) => {
    refuseUnknownFields(which, invariant, INVARIANT);
    checkNeeded(which, invariant, { texts: ['name', 'statement'], functions: ['broken'] });
  });
}

/** @throws TypeError */
function checkNodes(where: string, kind: object): void {
  const known: Fields = { ...kind };
  refuseUnknownFields(`${where}: nodes`, known, NODES_FIELDS);
  const { count, env } = known;
  const counts: readonly unknown[] = Array.isArray(count) ? count : [count];
  if (count !== undefined && (counts.length === 0 || counts.some((each) => typeof each !== 'number')))
    throw new TypeError(`${where}: \`count\` is not a number or a list of numbers`);
  if (typeof env !== 'function') checkEnv(where, known, 'env'); // what it returns is checked when a run begins
}

/** @throws TypeError */
function checkEnv(where: string, given: Fields, field: 'env' | 'clientEnv'): void {
  const odd = given[field] === undefined ? undefined : oddEnv(given[field]);
  if (odd !== undefined) throw new TypeError(`${where}: \`${field}\` is not an object of texts: ${odd}`);
}

function mustExist(path: string, what: string): void {
  if (!existsSync(path)) throw new TypeError(`defineCluster: there is no file ${path}, which is the ${what}`);
}
