import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeRoot } from '../node/host/node-disk.ts';
import type { Program } from '../node/host/program.ts';
import type { ClientFunction } from '../node/resident/client-function.ts';
import type { ClientCode } from '../node/resident/client-resident.ts';
import { ProgramResident } from '../node/resident/program-resident.ts';
import type { ClusterDefinition, NodePlace, ProgramNodes } from './definition.ts';
import { envOf } from './env.ts';

const COUNT = 3;

/** @throws TypeError for a relative path, which has no known base. */
export function pathOf(given: URL | string, what: string): string {
  if (given instanceof URL) return fileURLToPath(given);
  if (given.startsWith('file:')) return fileURLToPath(given);
  if (isAbsolute(given)) return given;
  throw new TypeError(
    `defineCluster: ${what} is the relative path ${given}: give new URL('${given}', import.meta.url) instead`,
  );
}

const kindsOf = (nodes: ProgramNodes | readonly ProgramNodes[]): readonly ProgramNodes[] =>
  'entry' in nodes ? [nodes] : nodes;

/** True if at least one group of nodes names an earlier version. */
export const hasEarlier = (nodes: ProgramNodes | readonly ProgramNodes[]): boolean =>
  kindsOf(nodes).some(({ earlier }) => earlier !== undefined);

const countsOfKind = ({ count = COUNT }: ProgramNodes): readonly number[] =>
  typeof count === 'number' ? [count] : count;

/** Possible total numbers of nodes. With several groups, only the size of the first varies. */
export function countsOf(nodes: ProgramNodes | readonly ProgramNodes[]): readonly number[] {
  const [first, ...others] = kindsOf(nodes);
  const rest = others.reduce((sum, kind) => sum + (countsOfKind(kind)[0] ?? 0), 0);
  return first === undefined ? [] : countsOfKind(first).map((count) => count + rest);
}

/** Residents for the nodes, in order. */
export function nodesOf(
  nodes: ProgramNodes | readonly ProgramNodes[],
  total: number,
): readonly { readonly name: string; readonly resident: ProgramResident }[] {
  const kinds = kindsOf(nodes);
  const others = kinds.slice(1).reduce((sum, kind) => sum + (countsOfKind(kind)[0] ?? 0), 0);
  const placed: { kind: ProgramNodes; name: string }[] = [];
  kinds.forEach((kind, at) => {
    const count = at === 0 ? total - others : (countsOfKind(kind)[0] ?? 0);
    for (let i = 0; i < count; i++) placed.push({ kind, name: `${kind.name ?? 'node'}${i}` });
  });
  const names = placed.map(({ name }) => name);
  return placed.map(({ kind, name }, index) => ({
    name,
    resident: residentOf(kind, { name, index, nodes: names }),
  }));
}

function residentOf(kind: ProgramNodes, place: NodePlace): ProgramResident {
  const { args, cwd, root, files, disk, earlier } = kind;
  const program: Program = {
    entry: pathOf(kind.entry, '`entry`'),
    args: typeof args === 'function' ? args(place) : (args ?? []),
    env: envOf(kind, place),
    ...(cwd === undefined ? {} : { cwd }),
    ...(root === undefined ? {} : { root }),
    ...(files === undefined ? {} : { files }),
    ...(disk === undefined ? {} : { disk }),
  };
  if (earlier === undefined) return new ProgramResident(place.name, program);
  const before: Program = {
    ...program,
    entry: pathOf(earlier, '`earlier`'),
    cwd: cwd ?? codeRoot(program), // the files that it writes are those of the other version
  };
  const mounts = [codeRoot(before)].filter((directory) => directory !== codeRoot(program));
  return new ProgramResident(place.name, { ...program, mounts }, before);
}

/** The client code: a function as given, a file by its path. */
export const clientCode = (client: ClusterDefinition<never, unknown, unknown>['client']): ClientCode =>
  typeof client === 'function' ? (client as ClientFunction) : { file: pathOf(client, '`client`') }; // called only with operations from `operation`

/** Initial files of the nodes of a cluster. */
export function filesOf({
  nodes,
  client,
}: {
  readonly nodes: ProgramNodes | readonly ProgramNodes[];
  readonly client: unknown;
}): readonly string[] {
  const entries = kindsOf(nodes).flatMap(({ entry, earlier }) => [
    pathOf(entry, '`entry`'),
    ...(earlier === undefined ? [] : [pathOf(earlier, '`earlier`')]),
  ]);
  return client instanceof URL || typeof client === 'string'
    ? [...entries, pathOf(client, '`client`')]
    : entries;
}
