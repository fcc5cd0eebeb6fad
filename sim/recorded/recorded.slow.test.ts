import { existsSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { deterministic } from '../../invariants/linearizability/model.ts';
import type { HostedClient } from '../../src/host/client/client.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';
import { defineSystem } from '../define/define-system.ts';
import type { System } from '../scenario/system.ts';
import type { LocalGroup } from '../served/testing/local-group.ts';
import { puts, recordedGroup, systemsOf } from '../served/testing/recorded-group.ts';
import { shrinkRecorded } from '../shrink/shrink-recorded.ts';
import { vsr } from '../systems/vsr.ts';
import { enact } from './enact.ts';
import { type MergedRun, merge } from './merge.ts';
import { readFolders } from './read-run.ts';

/** Runs a group and merges its recordings. */
const recordedRun = (
  system: System,
  size: number,
  work: (of: LocalGroup, client: HostedClient) => Promise<void>,
  clientsRecord = true,
): Promise<MergedRun> =>
  recordedGroup(system, size, work, (folders) => readFolders(folders, systemsOf(system)), clientsRecord);

describe('recordings of a group', () => {
  it('should be one run in the tank, step for step as recorded, through a restart', async () => {
    const run = await recordedRun(vsr, 3, async (of, client) => {
      await puts(client, 12);
      await of.stop(0);
      await puts(client, 6);
      await of.start(0);
      await puts(client, 6);
      await client.invoke({ kind: 'read', key: 'k1', read: 'quorum' });
    });
    expect(run).toMatchObject({ replicas: 3, unsent: 0 });
    expect(run.logs.filter(({ isClient }) => isClient).length).toBeGreaterThan(1);
    // Causes come first.
    const seen = new Set<number>();
    for (const { id, origin } of run.items) {
      if (origin !== undefined) expect(seen.has(origin.item)).toBe(true);
      seen.add(id);
    }
    const enacted = enact(run);
    expect(enacted.violation).toBeUndefined();
    expect(enacted.unlike).toBeUndefined();
    expect(enacted.done).toHaveLength(run.items.length);
    expect(enact(run).hash).toBe(enacted.hash);
  });
});

describe('recordings of replicas alone', () => {
  it('should be one run in the tank, in which requests come as they were received', async () => {
    const work = async (of: LocalGroup, client: HostedClient): Promise<void> => {
      await puts(client, 12);
      await of.stop(0);
      await puts(client, 6);
      await of.start(0);
      expect(await client.invoke({ kind: 'read', key: 'k1', read: 'quorum' })).toMatchObject({ type: 'ok' });
    };
    const run = await recordedRun(vsr, 3, work, false);
    expect(run).toMatchObject({ replicas: 3, unsent: 0, strangers: true });
    expect(run.logs).toHaveLength(3);
    const { violation, unlike, done } = enact(run);
    expect({ violation, unlike }).toEqual({ violation: undefined, unlike: undefined });
    expect(done).toHaveLength(run.items.length);
  });
});

describe('recordings of processes that send to themselves', () => {
  it('should be one run in the tank, with clients and without', async () => {
    for (const clientsRecord of [true, false]) {
      const asks = async (_: LocalGroup, client: HostedClient): Promise<void> => {
        for (let i = 0; i < 3; i++) await client.invoke('ask');
      };
      const run = await recordedRun(echoing, 3, asks, clientsRecord);
      expect(enact(run)).toMatchObject({ violation: undefined, unlike: undefined, steps: run.items.length });
    }
  });
});

/** A replica asks all replicas, itself too, before it answers. */
const echoing: System = (() => {
  type Message =
    | { readonly type: 'ask' | 'answer' }
    | { readonly type: 'echo' | 'back'; readonly to: ProcessId };
  const replica: Process<{ heard: number }, Message> = {
    init: () => ({ heard: 0 }),
    start() {},
    message(state, from, message, ctx) {
      if (message.type === 'ask') {
        state.heard = 0;
        for (let i = 0; i < ctx.replicas; i++) ctx.send(processId(i), { type: 'echo', to: from });
      } else if (message.type === 'echo') ctx.send(from, { type: 'back', to: message.to });
      else if (message.type === 'back' && ++state.heard === ctx.replicas)
        ctx.send(message.to, { type: 'answer' });
    },
    timer() {},
    disk() {},
  };
  return defineSystem({
    name: 'echoing',
    replica,
    client: {
      init: () => ({}),
      start() {},
      invoke: (_, __: unknown, ctx) => ctx.send(processId(1), { type: 'ask' }),
      message: (_, __, ___, ctx) => ctx.complete({ type: 'ok', result: null }),
      timer() {},
      disk() {},
    },
    operation: () => 'ask',
  });
})();

describe('recordings of a replica whose files changed while it was down', () => {
  it.each(['wal-0', 'wal-1', 'headers-0', 'headers-1', 'superblock'])(
    'should be the recorded run in the tank when %s was cut short',
    async (file) => {
      const ratios = [0.4, 0.9, 0];
      const run = await recordedRun(vsr, 3, async (of, client) => {
        await puts(client, 12);
        for (const ratio of ratios) {
          await of.stop(1);
          const name = path.join(of.folderOf(1), 'files', file);
          if (existsSync(name)) truncateSync(name, Math.floor(statSync(name).size * ratio));
          await puts(client, 6);
          await of.start(1);
          await puts(client, 6);
        }
      });
      const { violation, unlike, done } = enact(run);
      expect({ violation, unlike }).toEqual({ violation: undefined, unlike: undefined });
      expect(done).toHaveLength(run.items.length);
    },
  );
});

type Ask =
  | { readonly type: 'ask'; readonly text: string }
  | { readonly type: 'answer'; readonly count: number };

const counter = deterministic<number, 'ask', number>({
  name: 'counter',
  initial: 0,
  apply: (state) => ({ state: state + 1, result: state + 1 }),
  key: (state) => state,
  sameResult: (a, b) => a === b,
  kind: () => 'ask',
  describe: (_, result) => `ask${result === undefined ? '' : ` ${result}`}`,
});

/** A server that numbers what it is asked, and gives one number twice. */
const forgetful = (textOf: (operation: unknown) => string = String): System => {
  const replica: Process<{ count: number }, Ask> = {
    init: () => ({ count: 0 }),
    start() {},
    message(state, from, message, ctx) {
      if (message.type !== 'ask') return;
      if (state.count !== 7) state.count++;
      ctx.send(from, { type: 'answer', count: state.count });
    },
    timer() {},
    disk() {},
  };
  return defineSystem({
    name: 'forgetful',
    replica,
    client: {
      init: () => ({}),
      start() {},
      invoke: (_, operation: 'ask', ctx) => ctx.send(0 as never, { type: 'ask', text: textOf(operation) }), // the only replica
      message(_, __, message, ctx) {
        if (message.type === 'answer') ctx.complete({ type: 'ok', result: message.count });
      },
      timer() {},
      disk() {},
    },
    operation: () => 'ask',
    model: counter,
    replicas: 1,
  });
};

describe('recordings that are not of one group', () => {
  it('should not be merged', async () => {
    const { logs } = await recordedRun(vsr, 3, (_, client) => puts(client, 1), false);
    const others = logs.map((log, i) => (i === 1 ? { ...log, cluster: 'other', folder: 'there' } : log));
    expect(() => merge(others)).toThrow(
      /0\.recording is a recording of vsr in cluster "test", and there one of vsr in cluster "other": those of one group are needed/,
    );
    expect(() => merge([...logs, ...logs.slice(1, 2)])).toThrow(/are both recordings of replica 1/);
  });
});

describe('recordings of clients', () => {
  it('should be replayed alike whatever the order of fields in an operation, and what its caller does with it', async () => {
    const told = forgetful((operation) => JSON.stringify(operation));
    const run = await recordedRun(told, 1, async (_, client) => {
      const operation = { kind: 'ask', a: [1] };
      const asked = client.invoke(operation);
      operation.a.push(2);
      await asked;
    });
    expect(run.logs.map(({ missing }) => missing)).toEqual([undefined, undefined]);
    expect(enact(run)).toMatchObject({ violation: undefined, unlike: undefined });
  });
});

describe('a recorded run that fails', () => {
  it('should fail in the tank, and be made small there', async () => {
    const run = await recordedRun(forgetful(), 1, async (_, client) => {
      for (let i = 0; i < 5; i++) await Promise.all([1, 2, 3].map(() => client.invoke('ask')));
    });
    const whole = enact(run);
    expect(whole.violation?.invariant).toBe('I17');
    const shrunk = await shrinkRecorded(run, { spent: () => false });
    expect(shrunk).toMatchObject({ finished: true });
    expect(shrunk?.enacted.violation?.fingerprint).toBe(whole.violation?.fingerprint);
    // Starts of the replica and of two clients with five operations each; of eight operations the call, the request and the answer.
    expect(shrunk?.enacted.steps).toBeLessThan(whole.steps);
    expect(shrunk?.enacted.steps).toBe(3 + 8 * 3);
  });

  it('should not be searched when it passes', async () => {
    const run = await recordedRun(forgetful(), 1, async (_, client) => {
      await client.invoke('ask');
    });
    expect(await shrinkRecorded(run, { spent: () => false })).toBeUndefined();
  });
});
