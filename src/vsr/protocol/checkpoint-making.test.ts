import { beforeEach, describe, expect, it } from 'vitest';
import { checksum } from '../../process/codec.ts';
import { type KvOperation, kv } from '../../service/kv.ts';
import type { Service } from '../../service/service.ts';
import type { HeldCheckpoint } from '../storage/checkpoint-format.ts';
import { Cluster } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';
import { packet, sent } from '../testing/values.ts';
import type { HalfMadeCheckpoint } from './state/checkpoint-state.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { CHECKPOINT_TIMER } from './timing.ts';

/** The registration of the client is an op, too. */
const WRITES = 99;
const FROZEN_AT = WRITES + 1;
const config = testConfig(3, { checkpointOps: FROZEN_AT, checkpointSliceBytes: 512 });

const write = (i: number, value: string): KvOperation => ({ kind: 'write', key: `key ${i}`, value });

function makingOf(state: ReplicaState): HalfMadeCheckpoint {
  if (state.making === null) throw new Error('no checkpoint is being made');
  return state.making;
}

function heldBy(state: ReplicaState): HeldCheckpoint {
  if (state.checkpoint === null) throw new Error('no checkpoint was made');
  return state.checkpoint;
}

describe('a checkpoint of a large state', () => {
  let cluster: Cluster;
  const run = (operation: KvOperation): unknown => {
    const before = cluster.outcomes.length;
    cluster.invoke(3, operation);
    cluster.run();
    if (cluster.state(0).view > 0) cluster.pass(200_000); // the client looks for the new primary
    expect(cluster.outcomes.length).toBe(before + 1);
    return cluster.outcomes.at(-1)?.outcome;
  };
  const nextSlice = (): void => {
    const sections = makingOf(cluster.state(0)).sections.length;
    while (cluster.state(0).making?.sections.length === sections) cluster.fireNextTimer();
  };
  /** The checkpoint that a replica takes if nothing happens meanwhile. */
  const undisturbed = (): HeldCheckpoint => {
    const other = frozenCluster();
    other.pass(20_000);
    return heldBy(other.state(0));
  };
  const frozenCluster = (): Cluster => {
    const made = new Cluster({ config, clients: 1, service: kv as Service });
    cluster = made;
    made.run();
    for (let i = 0; i < WRITES; i++) run(write(i, `${i}: ${'long '.repeat(20)}`));
    return made;
  };
  beforeEach(() => {
    cluster = frozenCluster();
  });

  it('should be frozen only, and no file changed, when its op is executed', () => {
    expect(cluster.state(0).commit).toBe(FROZEN_AT);
    expect(makingOf(cluster.state(0)).sections).toEqual([]);
    expect(cluster.state(0).checkpoint).toBeNull();
    expect(cluster.state(0).wal.superblock.sequence).toBe(0);
  });

  it('should not keep the replica from answering between two slices, and be of its op and of no later one', () => {
    let answered = 0;
    for (let slice = 0; cluster.state(0).making !== null; slice++) {
      const { sections } = makingOf(cluster.state(0));
      const before = sections.length;
      nextSlice();
      const bytes = sections.slice(before, -1).reduce((sum, section) => sum + section.length, 0);
      expect(bytes).toBeLessThan(config.checkpointSliceBytes); // before the last section of the slice
      if (cluster.state(0).making === null) break;
      expect(run(write(slice, 'new'))).toMatchObject({ type: 'ok' });
      expect(run({ kind: 'read', key: `key ${slice}` })).toMatchObject({ result: { value: 'new' } });
      answered += 2;
    }
    expect(answered).toBeGreaterThan(20);
    expect(cluster.probes.get('checkpoint-while-executing')).toBeGreaterThan(0);
    const held = heldBy(cluster.state(0));
    expect(held.op).toBe(FROZEN_AT);
    expect(held.sum).toBe(checksum(held.bytes));
    expect(cluster.state(0).commit).toBe(FROZEN_AT + answered);
    expect(held).toEqual(undisturbed());
  });

  it('should be right whether or not a copy of the process shares what this one shares', () => {
    const copy = structuredClone({ ...cluster.state(0), making: null });
    const making = structuredClone(makingOf(cluster.state(0))); // a copy of the half-made checkpoint alone shares nothing with the state
    Object.assign(cluster.state(0), copy, { making });
    nextSlice();
    for (let i = 0; i < WRITES; i++) run(write(i, 'new'));
    const shared = structuredClone(cluster.state(0)); // a copy of the whole state keeps what is shared
    Object.assign(cluster.state(0), shared);
    run(write(0, 'newer'));
    cluster.pass(20_000);
    expect(heldBy(cluster.state(0))).toEqual(undisturbed());
  });

  it('should have in its log file what was executed meanwhile', () => {
    nextSlice();
    run(write(7, 'meanwhile'));
    const { commit } = cluster.state(0);
    cluster.pass(20_000);
    expect(cluster.state(0).checkpoint?.op).toBe(FROZEN_AT);
    for (let id = 0; id < cluster.world.replicas; id++) cluster.crash(id);
    for (let id = 0; id < cluster.world.replicas; id++) cluster.start(id);
    cluster.pass(500_000);
    expect(cluster.probes.get('checkpoint-restored')).toBeGreaterThan(0);
    expect(cluster.state(0).logBase).toBe(FROZEN_AT);
    expect(cluster.state(0).commit).toBeGreaterThanOrEqual(commit);
    expect(run({ kind: 'read', key: 'key 7' })).toMatchObject({ result: { value: 'meanwhile' } });
  });

  it('should leave nothing behind when the process crashes before it is written', () => {
    nextSlice();
    expect(cluster.timers.some(({ process, timer }) => process === 0 && timer === CHECKPOINT_TIMER)).toBe(
      true,
    );
    run(write(7, 'meanwhile'));
    for (let id = 0; id < cluster.world.replicas; id++) cluster.crash(id);
    for (let id = 0; id < cluster.world.replicas; id++) cluster.start(id);
    cluster.run();
    expect(cluster.state(0).log).toHaveLength(FROZEN_AT + 1);
    expect(makingOf(cluster.state(0)).sections).toEqual([]); // everything was executed again, and the checkpoint is begun anew
    cluster.pass(500_000);
    expect(run({ kind: 'read', key: 'key 7' })).toMatchObject({ result: { value: 'meanwhile' } });
    expect(heldBy(cluster.state(0))).toEqual(undisturbed());
  });

  it('should be written with the view of the time when it is, promised or not', () => {
    run(write(0, 'new')); // tells the backups that the op before is committed
    const state = cluster.state(1);
    expect(makingOf(state).checkpoint.op).toBe(FROZEN_AT);
    const asks = { type: 'StartViewChange', commit: FROZEN_AT, promised: 1, view: 1 } as const;
    cluster.inject(packet(cluster, 2, 1, asks));
    expect(state).toMatchObject({ status: 'view-change', view: 1, logView: 0, durable: { view: 0 } });
    while (state.making !== null) cluster.fireNextTimer();
    expect(state.wal.superblock.sequence).toBe(1);
    expect(state).toMatchObject({ status: 'view-change', durable: { view: 0 } });
    expect(sent(cluster, 1, 'DoViewChange')).toEqual([]);
    while (cluster.disk(1).requests.length > 0) cluster.completeDisk(1);
    expect(state).toMatchObject({ status: 'view-change', durable: { view: 1, logView: 0 } });
    cluster.pass(500_000);
    expect(cluster.state(1).status).toBe('normal');
    expect(run({ kind: 'read', key: 'key 0' })).toMatchObject({ result: { value: 'new' } });
    expect(heldBy(cluster.state(1))).toEqual(undisturbed());
  });
});
