import type { ProcessId } from '../../process/ids.ts';
import { counter } from '../../service/counter.ts';
import type { Service } from '../../service/service.ts';
import { quorumOf } from '../data/config.ts';
import { Cluster } from './cluster.ts';
import type { Packet } from './node.ts';
import { check, equal, StormChecks } from './storm-checks.ts';
import { testConfig } from './test-config.ts';

/** One random run of a cluster. */
export class Storm {
  readonly cluster: Cluster;
  readonly #checks: StormChecks;
  readonly #random: (bound: number) => number;
  readonly #replicas: number;
  #invoked = 0;
  #completed = 0;
  readonly #idle = new Set<ProcessId>();

  constructor(seed: number) {
    const random = generator(seed);
    this.#random = random;
    this.#replicas = 1 + random(random(4) === 0 ? 7 : 5);
    const config = testConfig(this.#replicas, {
      pipelineMax: 1 + random(8),
      checkpointOps: random(4) * 2,
      sessionsMax: random(3) === 0 ? 2 : 16,
      preVote: random(3) > 0,
    });
    this.cluster = new Cluster({
      config,
      clients: 1 + random(4),
      client: { giveUpUs: random(2) === 0 ? 150_000 : 0 },
      service: counter as Service,
      random,
    });
    this.#checks = new StormChecks(this.cluster);
    this.cluster.onOutcome = (client) => {
      this.#completed += 1;
      this.#idle.add(client);
    };
    for (const node of this.cluster.clients) this.#idle.add(node.id);
  }

  play(): void {
    const { cluster } = this;
    const random = this.#random;
    const steps = 200 + random(1500);
    const dropPercent = random(3) === 0 ? 0 : random(25);
    const duplicatePercent = random(3) === 0 ? 0 : random(25);
    const crashPermille = random(4) === 0 ? 0 : random(12);
    const timerPercent = 1 + random(random(2) === 0 ? 15 : 40);
    const inFlightMax = 20 + random(300);
    const cutOneIn = 30 + random(300);
    const pointPermille = random(3) === 0 ? random(10) : 0;
    const fifo = random(3) === 0;
    const held = new Set<number>(); // links that are cut, as from * 16 + to
    cluster.crashAt = (replica) => random(1000) < pointPermille && this.#mayCrash(replica);
    for (let step = 0; step < steps; step++) {
      this.#invokeSome();
      if (random(1000) < crashPermille) this.#crashOne();
      if (random(100) < 2)
        for (const node of cluster.replicas)
          if (node.state === undefined && random(3) === 0) cluster.start(node.id);
      if (random(cutOneIn) === 0) cut(held, this.#replicas, random);
      if (random(100) === 0) held.clear();
      const kind = random(100);
      if (kind < timerPercent) cluster.fireNextTimer();
      else if (kind < 55) this.#disk();
      else this.#network(held, dropPercent, duplicatePercent, fifo);
      if (cluster.packets.length > inFlightMax) cluster.packets.splice(random(inFlightMax >> 1), 10);
      this.#checks.inspect();
    }
    cluster.crashAt = () => false;
    this.#calm();
  }

  #invokeSome(): void {
    for (const client of this.#idle) {
      if (this.#random(10) > 0) continue;
      this.#idle.delete(client);
      this.#invoked += 1;
      const amount = 1 + this.#random(5);
      this.cluster.invoke(client, this.#random(4) === 0 ? { kind: 'get' } : { kind: 'add', amount });
    }
  }

  #mayCrash(replica: number): boolean {
    return this.cluster.isUp(replica);
  }

  #crashOne(): void {
    const replica = this.#random(this.#replicas);
    if (!this.cluster.isUp(replica)) return;
    const mode = this.#random(3);
    this.cluster.crash(replica, () => (mode === 0 ? 1 : this.#random(3)));
    this.#checks.checkDisk(replica);
  }

  #disk(): void {
    const busy = this.cluster.replicas.filter(
      (node) => node.state !== undefined && node.disk.requests.length > 0,
    );
    const node = busy[this.#random(Math.max(1, busy.length))];
    if (node !== undefined) this.cluster.completeDisk(node.id, this.#random(node.disk.requests.length));
  }

  #network(held: ReadonlySet<number>, dropPercent: number, duplicatePercent: number, fifo: boolean): void {
    const { packets } = this.cluster;
    const packet =
      packets[fifo ? this.#random(Math.min(3, packets.length || 1)) : this.#random(packets.length || 1)];
    if (packet === undefined) return;
    if (this.#random(100) < dropPercent || held.has(packet.from * 16 + packet.to)) {
      this.cluster.drop((other) => other === packet);
    } else if (this.#random(100) < duplicatePercent) this.cluster.inject(packet);
    else this.cluster.deliver(packet);
  }

  /**
   * Faults have stopped. First a quorum must make progress while the others are dead, cut off or can only
   * send; then all must converge.
   */
  #calm(): void {
    const { cluster } = this;
    const outside = this.#outsiders();
    for (const { id } of cluster.replicas) if (!cluster.isUp(id) && outside[id] !== 'dead') cluster.start(id);
    const reaches = ({ from, to }: Packet): boolean =>
      outside[to] === undefined && (outside[from] === undefined || outside[from] === 'heard');
    this.#passUntil(() => this.#idle.size === cluster.clients.length, reaches);
    check(this.#idle.size === cluster.clients.length, `operations that never ended: ${outside}`);
    equal(this.#completed, this.#invoked);
    for (const { id } of cluster.replicas) if (!cluster.isUp(id)) cluster.start(id);
    const all = (): boolean => true;
    this.#passUntil(() => this.#converged(), all);
    check(this.#converged(), 'replicas that did not converge');
    const client = cluster.clients[0];
    if (client === undefined) return;
    const before = cluster.outcomes.length;
    for (let i = 0; i < 2; i++) {
      cluster.invoke(client.id, { kind: 'get' }); // the first one may find its session evicted
      cluster.pass(5_000_000);
    }
    const types = cluster.outcomes.slice(before).map(({ outcome }) => outcome.type);
    check(types[1] === 'ok', 'a new operation does not end');
    this.#checks.inspect();
  }

  /**
   * A fault for each of fewer replicas than would break the quorum. Only pre-vote tolerates one that sends
   * and does not hear.
   */
  #outsiders(): (string | undefined)[] {
    const fates = ['dead', 'cut', ...(this.cluster.config.preVote ? ['heard'] : [])];
    const outside: (string | undefined)[] = this.cluster.config.members.map(() => undefined);
    for (let i = this.#random(this.#replicas - quorumOf(this.#replicas) + 1); i > 0; i--) {
      const id = this.#random(this.#replicas);
      outside[id] = fates[this.#random(fates.length)];
      if (outside[id] === 'dead' && this.cluster.isUp(id)) this.cluster.crash(id);
    }
    return outside;
  }

  #passUntil(done: () => boolean, reaches: (packet: Packet) => boolean): void {
    const limitUs = this.cluster.nowUs + 20_000_000;
    while (!done() && this.cluster.nowUs < limitUs) {
      this.cluster.pass(20_000, reaches);
      this.cluster.drop((packet) => !reaches(packet));
    }
  }

  #converged(): boolean {
    const states = this.cluster.replicas.map((node) => this.cluster.state(node.id));
    const first = states[0];
    return states.every(
      (state) =>
        state.status === 'normal' &&
        state.view === first?.view &&
        state.commit === state.log.length &&
        state.log.length === first.log.length,
    );
  }
}

function cut(held: Set<number>, replicas: number, random: (bound: number) => number): void {
  const victim = random(replicas);
  const way = random(3);
  for (let other = 0; other < replicas + 4; other++) {
    if (way !== 1) held.add(victim * 16 + other);
    if (way !== 0) held.add(other * 16 + victim);
  }
}

function generator(seed: number): (bound: number) => number {
  let state = (seed * 0x9e3779b1) | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % bound;
  };
}
