import { inOwnTurn } from '../../run/own-turn.ts';
import type { Program } from '../host/program.ts';
import { ProgramHost } from '../host/program-host.ts';
import { realmValues } from '../host/realm-values.ts';
import type { Packet } from '../packet.ts';
import type { DiskPort, Ending, NodeAddress, Observation, ProgramPorts } from '../ports.ts';
import { chooseDrain } from '../task/drain.ts';
import { enterRealm } from '../task/realm.ts';
import { Agenda } from './agenda.ts';
import { keyedBits } from './chance.ts';

/** One node of a test world. */
export interface TestNode {
  readonly name: string;
  readonly program: Program;
}

/** Conditions of the test world; every omitted field is calm. */
export interface TestWeather {
  /** Packet delay, in the range [min, max). */
  readonly delayUs?: readonly [number, number];
  /** Packet loss per thousand. */
  readonly lossPerMille?: number;
  readonly disk?: Partial<DiskPort>;
}

export interface Seen {
  readonly atUs: number;
  readonly node: number;
  readonly observation: Observation;
}

const START_OF_TIME_US = 1_700_000_000_000_000;
const calmDisk: DiskPort = {
  latencyUs: () => 100,
  failure: () => undefined,
  lands: (_, offset) => offset,
  room: (_, __, sizeBytes) => sizeBytes,
  survivors: (_, count) => count,
  page: () => 'new',
};

/** A small deterministic world for tests of programs: one agenda, one seed, one hash. */
export class TestWorld {
  readonly seed: number;
  readonly seen: Seen[] = [];
  readonly hosts: ProgramHost[] = [];
  nowUs = 0;
  steps = 0;
  private readonly agenda = new Agenda();
  private readonly weather: TestWeather;
  private readonly cuts = new Set<string>();
  private readonly nodes: readonly TestNode[];
  private packets = 0;
  private digest = 0;

  constructor(seed: number, nodes: readonly TestNode[], weather: TestWeather = {}) {
    this.seed = seed;
    this.nodes = nodes;
    this.weather = weather;
  }

  /** Running hash of all events so far. */
  get hash(): string {
    return (this.digest >>> 0).toString(16).padStart(8, '0');
  }

  lines(node: number): string[] {
    return this.seen.flatMap((seen) =>
      seen.node === node && seen.observation.kind === 'line' ? [seen.observation.text] : [],
    );
  }

  /** Runs an action at a time, between two events. */
  at(atUs: number, action: () => void): void {
    this.agenda.add(atUs, action);
  }

  kill(node: number, ending: Ending): void {
    this.hosts[node]?.kill(ending);
  }

  restart(node: number): void {
    this.hosts[node]?.start();
  }

  cut(a: number, b: number): void {
    this.cuts.add(`${a}>${b}`).add(`${b}>${a}`);
  }

  heal(): void {
    this.cuts.clear();
  }

  /** Starts all nodes and runs until no events are left, `untilUs` is reached, or `done` returns true. */
  run(
    untilUs: number,
    done: () => boolean = () => false,
    within: (run: () => void) => void = (run) => run(),
  ): Promise<void> {
    return inOwnTurn(() => this.runNow(untilUs, done, within));
  }

  /** Releases the real resources of the programs. */
  dispose(): void {
    for (const host of this.hosts) host.dispose();
  }

  private runNow(untilUs: number, done: () => boolean, within: (run: () => void) => void): void {
    const drain = chooseDrain();
    const leave = enterRealm(realmValues());
    try {
      if (this.hosts.length === 0) {
        for (const [node, { program }] of this.nodes.entries()) {
          this.hosts.push(new ProgramHost(program, this.portsOf(node), drain));
        }
        for (const host of this.hosts) this.at(0, () => host.start());
      }
      within(() => this.loop(untilUs, done));
    } finally {
      leave();
    }
  }

  private loop(untilUs: number, done: () => boolean): void {
    while (!done()) {
      const entry = this.agenda.next();
      if (entry === undefined) break;
      if (entry.atUs > untilUs) {
        this.agenda.add(entry.atUs, entry.action);
        break;
      }
      this.nowUs = entry.atUs;
      this.steps++;
      this.absorb(entry.atUs);
      entry.action();
    }
  }

  private absorb(value: number): void {
    const low = value | 0;
    const high = (value / 4_294_967_296) | 0;
    this.digest = Math.imul(this.digest ^ low, 0x01000193) ^ Math.imul(high + 0x9e3779b9, 0x85ebca6b);
    this.digest ^= this.digest >>> 15;
  }

  private absorbText(text: string): void {
    for (let at = 0; at < text.length; at++) this.absorb(text.charCodeAt(at));
  }

  private portsOf(node: number): ProgramPorts {
    const addresses: NodeAddress[] = this.nodes.map(({ name }, at) => ({
      name,
      address: `10.0.0.${at + 1}`,
    }));
    return {
      node,
      addresses,
      monotonicUs: () => this.nowUs,
      wallUs: () => START_OF_TIME_US + this.nowUs,
      wake: (delayUs, token) => this.at(this.nowUs + delayUs, () => this.hosts[node]?.wake(token)),
      bits: (stream, index) => keyedBits(this.seed, `${node}/${stream}`, index),
      send: (to, packet) => this.send(to, packet),
      segmentBytes: (_, sizeBytes) => sizeBytes,
      disk: { ...calmDisk, ...this.weather.disk },
      probe: () => {},
      observe: (observation) => {
        this.seen.push({ atUs: this.nowUs, node, observation });
        this.absorb(node);
        this.absorbText(JSON.stringify(observation));
      },
    };
  }

  private send(to: number, packet: Packet): void {
    const index = this.packets++;
    const { node } = packet.from;
    const link = `net/${node}>${to}`;
    const [least, below] = this.weather.delayUs ?? [200, 1_000];
    const delayUs = node === to ? 20 : least + (keyedBits(this.seed, link, index) % (below - least));
    const drop =
      node !== to && keyedBits(this.seed, `${link}/loss`, index) % 1_000 < (this.weather.lossPerMille ?? 0);
    this.at(this.nowUs + delayUs, () => {
      const cut = drop || this.cuts.has(`${node}>${to}`);
      const arrived = !cut && this.hosts[to]?.receive(packet) === true;
      if (!arrived && packet.reliable) this.hosts[node]?.lost(packet);
    });
  }
}
