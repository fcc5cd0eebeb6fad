import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from '../../src/host/replica/identity.ts';
import { processId } from '../../src/process/ids.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import { simulate } from '../run/run.ts';
import type { System } from '../scenario/system.ts';
import type { Serving } from '../served/serving.ts';
import type { Agreement } from './agreement.ts';
import type { ChaosFinding } from './judge.ts';

/** Operations that the replicas must still be able to do. */
const OPERATIONS = 5;

/**
 * Judges what the stopped replicas have on their disks: they are started from it in the tank, in calm weather. There they must come to agree,
 * serve a client, and execute the same entries as each other, and as they did before, as far as `agreement` knows.
 */
export async function judgeFolders(
  { system, scenario }: Serving,
  folders: readonly string[],
  agreement: Agreement,
): Promise<readonly ChaosFinding[]> {
  const before = agreement.contradictions.length;
  const observers = [executions(agreement)];
  const calm = { ...scenario, clients: 1, operations: OPERATIONS };
  const { verdict, violation, reason } = await inOwnTurn(() =>
    simulate(from(system, folders), calm, { observers, checked: false }),
  );
  const facts = [
    ...agreement.contradictions.slice(before),
    ...(verdict === 'pass' ? [] : [violation?.title ?? reason ?? verdict, ...(violation?.facts ?? [])]),
  ];
  if (facts.length === 0) return [];
  return [
    { kind: 'disks-differ', facts: ['the replicas were started in the tank from their folders', ...facts] },
  ];
}

/** The same system, whose replicas find these files at their first start. */
const from = (system: System, folders: readonly string[]): System => ({
  ...system,
  build: (scenario) => ({
    ...system.build(scenario),
    formatted: (replica) => contentsOf(folders[replica] ?? ''),
  }),
});

function contentsOf(folder: string): ReadonlyMap<string, Uint8Array> {
  const files = filesIn(folder);
  const names = existsSync(files) ? readdirSync(files) : [];
  return new Map(names.map((name) => [name, Uint8Array.from(readFileSync(path.join(files, name)))]));
}

const executions = (agreement: Agreement): AnyObserver => ({
  initial: () => ({}),
  on: {
    observe: (_, tank, process, observation) => {
      if (process < tank.replicas) agreement.observed(processId(process), observation);
    },
  },
});
