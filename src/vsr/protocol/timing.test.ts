import { describe, expect, it } from 'vitest';
import type { VsrConfig } from '../data/config.ts';
import type { Packet } from '../testing/cluster.ts';
import { Cluster } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { boundUs } from './state/round-trips.ts';
import { abdicateUs, viewTimeoutUs } from './timing.ts';

const MS = 1000;

/** A started group in which every message takes `delayUs`, which the test may change. */
class SlowNetwork {
  readonly cluster: Cluster;
  delayUs = 0;
  /** Packets that are lost. */
  loses: (packet: Packet) => boolean = () => false;
  readonly #dueUs = new WeakMap<Packet, number>();

  constructor(replicas: number, changes: Partial<VsrConfig> = {}) {
    this.cluster = new Cluster({ config: testConfig(replicas, changes), clients: 1 });
    this.cluster.onSend = (packet) => this.#dueUs.set(packet, this.cluster.nowUs + this.delayUs);
    this.cluster.run();
  }

  pass(us: number): void {
    const { cluster } = this;
    const endUs = cluster.nowUs + us;
    while (cluster.nowUs < endUs) {
      cluster.drop(this.loses);
      cluster.pass(
        1 * MS,
        (packet) => !this.loses(packet) && (this.#dueUs.get(packet) ?? 0) <= cluster.nowUs,
      );
    }
  }

  timeoutUs(replica: number): number {
    return viewTimeoutUs(this.cluster.config, this.cluster.state(replica).timing);
  }

  /** Lets the client do one operation after another. */
  work(operations: number): void {
    const done = this.cluster.outcomes.length;
    for (let i = 1; i <= operations; i++) {
      this.cluster.invoke(3, { kind: 'add', amount: 1 });
      while (this.cluster.outcomes.length < done + i) this.pass(1 * MS);
    }
  }
}

const isPrepare = ({ message }: Packet): boolean => message.type === 'Prepare';

/** When the primary sends Prepares. */
function timesOfPrepares(network: SlowNetwork, us: number): readonly number[] {
  const times = new Set<number>();
  const { cluster } = network;
  const { onSend } = cluster;
  cluster.onSend = (packet) => {
    onSend(packet);
    if (isPrepare(packet)) times.add(cluster.nowUs);
  };
  network.pass(us);
  cluster.onSend = onSend;
  return [...times];
}

describe('the view timeout', () => {
  it('should be what the configuration says as long as the primary is heard often', () => {
    const network = new SlowNetwork(3);
    network.pass(2_000 * MS);
    expect(network.cluster.state(1).view).toBe(0);
    expect(network.timeoutUs(1)).toBeGreaterThanOrEqual(60 * MS);
    expect(network.timeoutUs(1)).toBeLessThanOrEqual(90 * MS);
  });

  it('should grow above the silences that come, and come down when they do not come any more', () => {
    const network = new SlowNetwork(3);
    for (let i = 0; i < 20; i++) {
      network.loses = ({ to }) => to === 1;
      network.pass(80 * MS);
      network.loses = () => false;
      network.pass(100 * MS);
    }
    expect(boundUs(network.cluster.state(1).timing.silence)).toBeGreaterThan(90 * MS);
    network.pass(4_000 * MS);
    expect(boundUs(network.cluster.state(1).timing.silence)).toBeLessThan(60 * MS);
    expect(network.timeoutUs(1)).toBeLessThanOrEqual(90 * MS);
  });

  it('should learn from a silence whose end is never heard, and never exceed its cap by more than its jitter', () => {
    const network = new SlowNetwork(3, { preVote: false });
    network.pass(500 * MS);
    network.cluster.crash(0);
    network.pass(30_000 * MS);
    network.loses = () => true;
    network.pass(30_000 * MS);
    expect(boundUs(network.cluster.state(2).timing.silence)).toBeGreaterThan(60 * MS);
    expect(network.timeoutUs(2)).toBeLessThanOrEqual(750 * MS);
    network.loses = () => false;
    network.pass(10_000 * MS);
    expect(network.timeoutUs(2)).toBeLessThanOrEqual(90 * MS);
  });
});

describe('round trips', () => {
  const timing = (network: SlowNetwork): ReplicaState['timing'] => network.cluster.state(0).timing;

  it('should be measured by the primary, from a Prepare to each first answer', () => {
    const network = new SlowNetwork(3, { resendUs: 100 * MS, viewTimeoutUs: 200 * MS });
    network.delayUs = 20 * MS;
    network.work(10);
    expect(timing(network).roundTrips).toBeGreaterThanOrEqual(10);
    expect(timing(network).roundTrip.meanUs).toBeGreaterThanOrEqual(40 * MS);
    expect(timing(network).roundTrip.meanUs).toBeLessThan(45 * MS);
  });

  it('should not be measured by an answer to what was sent twice (Karn)', () => {
    const network = new SlowNetwork(3, { viewTimeoutUs: 500 * MS, abdicateUs: 500 * MS });
    network.work(2);
    const { roundTrips } = timing(network);
    network.loses = isPrepare;
    network.cluster.invoke(3, { kind: 'add', amount: 1 });
    network.pass(20 * MS);
    network.loses = () => false;
    network.pass(100 * MS);
    expect(network.cluster.state(0).commit).toBe(4);
    expect(timing(network).roundTrips).toBe(roundTrips);
    network.work(1);
    expect(timing(network).roundTrips).toBeGreaterThan(roundTrips);
  });

  it('should keep a primary whose answers take longer than it would wait', () => {
    const network = new SlowNetwork(3, { resendUs: 10 * MS, abdicateUs: 20 * MS });
    network.delayUs = 20 * MS;
    network.work(10);
    const before = network.cluster.probes.get('abdication') ?? 0;
    network.work(20);
    expect(network.cluster.probes.get('abdication') ?? 0).toBe(before);
    expect(network.cluster.state(0).view).toBe(0);
    expect(abdicateUs(network.cluster.config, timing(network))).toBeGreaterThan(100 * MS);
  });

  it('should be known before the first op, from the first answer to a view', () => {
    const network = new SlowNetwork(3, { viewTimeoutUs: 200 * MS, abdicateUs: 50 * MS });
    network.delayUs = 30 * MS;
    network.pass(100 * MS);
    network.cluster.crash(0);
    while (network.cluster.state(1).view === 0 || network.cluster.state(1).status !== 'normal')
      network.pass(1 * MS);
    network.pass(500 * MS); // idle, but for heartbeats and their answers
    const { timing } = network.cluster.state(1);
    expect(timing.roundTrip.meanUs).toBeGreaterThanOrEqual(60 * MS);
    expect(timing.roundTrip.meanUs).toBeLessThan(100 * MS);
    const before = network.cluster.probes.get('abdication') ?? 0;
    network.work(1);
    expect(network.cluster.probes.get('abdication') ?? 0).toBe(before);
    expect(network.cluster.state(1).view).toBe(1);
  });

  it('should not be taken from the first answer after a silence', () => {
    const network = new SlowNetwork(3);
    network.cluster.crash(0);
    network.loses = ({ from, message }) => from !== 1 && message.type !== 'DoViewChange';
    while (!network.cluster.state(1).timing.abdicated) network.pass(1 * MS);
    network.loses = () => false;
    network.pass(20 * MS);
    const { roundTrip } = network.cluster.state(network.cluster.state(1).view === 1 ? 1 : 2).timing;
    expect(roundTrip.meanUs).toBe(0);
  });
});

describe('unanswered messages', () => {
  const patient = { viewTimeoutUs: 10_000 * MS, viewTimeoutMaxUs: 10_000 * MS, abdicateUs: 10_000 * MS };

  it('should be sent again after longer and longer times, up to a cap, and soon again once answers come', () => {
    const network = new SlowNetwork(3, patient);
    network.work(2);
    network.loses = ({ from }) => from === 1 || from === 2;
    network.cluster.invoke(3, { kind: 'add', amount: 1 });
    const times = timesOfPrepares(network, 1_000 * MS);
    const gaps = times.slice(1).map((us, i) => us - (times[i] ?? 0));
    expect(gaps[0]).toBeLessThanOrEqual(2 * 8 * MS);
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(64 * MS);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(8 * 8 * 1.25 * MS);
    expect(gaps.slice(1, 4).every((gap, i) => gap > (gaps[i] ?? 0))).toBe(true);
    network.loses = () => false;
    network.pass(200 * MS);
    network.work(2);
    expect(network.cluster.state(0).timing.resends).toBe(0);
  });

  it('should not be sent again before an answer can be there, once that is known', () => {
    const network = new SlowNetwork(3, patient);
    network.delayUs = 20 * MS;
    network.work(8);
    const prepared = network.cluster.state(0).log.length;
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      network.cluster.invoke(3, { kind: 'add', amount: 1 });
      times.push(...timesOfPrepares(network, 300 * MS));
    }
    expect(network.cluster.state(0).log.length).toBe(prepared + 5);
    expect(times).toHaveLength(5);
  });
});
