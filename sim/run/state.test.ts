import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/process/digest.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { fullStorm } from '../scenario/testing/full-storm.ts';
import { systems } from '../systems/index.ts';
import { vsr } from '../systems/vsr.ts';
import { finish } from './run.ts';
import { Simulation } from './simulation.ts';

/** Here some; `FORK_SEEDS=300` asks for more. */
const SEEDS = Number(process.env['FORK_SEEDS'] ?? 10);

/** The run after so many steps. */
function runOf(steps: number): Simulation {
  const turns = [{ atUs: 3_600_000_000, salt: 'b' }];
  const simulation = Simulation.create(vsr, { ...fullStorm, seed: 'state' }, { turns });
  for (let i = 0; i < steps && simulation.step() === undefined; i++);
  return simulation;
}

interface Leaf {
  readonly path: string;
  change(): void;
}

/** A value that is not this one. */
function other(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return value + 1;
    case 'boolean':
      return !value;
    case 'string':
      return `${value}'`;
    default:
      return undefined;
  }
}

/** Every value in a state that can be changed in place, with how to change it. */
function* leavesOf(value: unknown, path: string, depth = 0): Generator<Leaf> {
  if (typeof value !== 'object' || value === null || depth > 8 || Object.isFrozen(value)) return;
  if (value instanceof Map) {
    for (const [key, item] of value) yield* leavesOf(item, `${path}.${String(key)}`, depth + 1);
    yield { path: `${path} (a key more)`, change: () => void value.set('another', 1) };
    return;
  }
  if (value instanceof Set) {
    yield { path: `${path} (an item more)`, change: () => void value.add('another') };
    return;
  }
  const fields = value as Record<string, unknown>;
  const keys = ArrayBuffer.isView(value) ? Object.keys(value).slice(0, 2) : Object.keys(value);
  for (const key of keys) {
    const item = fields[key];
    if (item === null || typeof item !== 'object') {
      const change = (): void => {
        fields[key] = other(fields[key]);
      };
      if (other(item) !== undefined) yield { path: `${path}.${key}`, change };
    } else {
      yield* leavesOf(item, `${path}.${key}`, depth + 1);
    }
  }
}

describe('the state of a run', () => {
  it('should have every field in its digest', () => {
    const { length } = [...leavesOf(runOf(1500).everything(), 'run')];
    expect(length).toBeGreaterThan(300);
    const simulation = runOf(1500);
    const leaves = [...leavesOf(simulation.everything(), 'run')];
    // one of each kind of field: elements of lists count as one
    const kinds = new Map(leaves.map((leaf) => [leaf.path.replaceAll(/\d+/g, '#'), leaf]));
    let before = simulation.stateHash();
    for (const [kind, leaf] of kinds) {
      if (/^run.(agenda|environment.decisions)/.test(kind)) continue; // copies; see the next tests
      leaf.change();
      const now = simulation.stateHash();
      expect([kind, now === before]).toEqual([kind, false]);
      before = now;
    }
  });

  it('should have every pending event in its digest', () => {
    const one = runOf(1500);
    const other = runOf(1500);
    expect(other.stateHash()).toBe(one.stateHash());
    other.world.schedule(3_600_000_000, 2, 0, 31, -1, undefined); // a timer of a generation that never was
    expect(other.stateHash()).not.toBe(one.stateHash());
  });

  it.each([
    ['a cancelled timer', (run: Simulation) => run.world.cancelTimer(0 as never, 3)],
    ['a pause', (run: Simulation) => run.world.pause(1 as never, run.world.nowUs + 1)],
    ['faults that are over', (run: Simulation) => run.world.heal([])],
    ['a storm that is over', (run: Simulation) => run.storm.becalm()],
    ['a wall clock that jumps', (run: Simulation) => run.storm.clocks.jump(2, 1)],
    ['a link that is cut', (run: Simulation) => run.storm.network.sever(0, 1)],
    ['a turn', (run: Simulation) => run.storm.decisions.turn(3_600_000_000)],
    ['an operation drawn', (run: Simulation) => run.workload.next(3 as never)],
  ])('should move the digest: %s', (_, change) => {
    const run = runOf(1200);
    const before = run.stateHash();
    change(run);
    expect(run.stateHash()).not.toBe(before);
  });

  it('should be copied whole: forks at random steps go on as their originals do', () => {
    const all = [...systems.values()];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const system = all[seed % all.length] ?? vsr;
      const drawn = drawScenario(`fork ${seed}`, system);
      const scenario = { ...drawn, operations: Math.min(8, drawn.operations) };
      const original = Simulation.create(system, scenario);
      const at = 1 + ((seed * 7919) % 900);
      let over = false;
      for (let i = 0; i < at && !over; i++) over = original.step() !== undefined;
      const fork = original.fork();
      expect(fork.stateHash()).toBe(original.stateHash());
      const { trace: _, ...one } = finish(original);
      const { trace: __, ...other } = finish(fork);
      expect([seed, other]).toEqual([seed, one]);
      expect(fork.stateHash()).toBe(original.stateHash());
    }
  });

  it('should not be shared: a fork that goes on leaves its original as it was', () => {
    const original = runOf(800);
    const before = digestOf(original.everything());
    const { steps } = finish(original.fork());
    expect(steps).toBeGreaterThan(800);
    expect(digestOf(original.everything())).toBe(before);
  });

  it('should be copied whatever goes on first: the original, one of its forks, or a fork of a fork', () => {
    const original = runOf(800);
    const [first, second] = [original.fork(), original.fork()];
    const ofFirst = first.fork();
    const { hash } = finish(ofFirst);
    expect(finish(original).hash).toBe(hash);
    const ofSecond = second.fork();
    expect(finish(second).hash).toBe(hash);
    expect(finish(ofSecond).hash).toBe(hash);
    expect(finish(first).hash).toBe(hash);
    for (const fork of [first, second, ofFirst, ofSecond])
      expect(fork.stateHash()).toBe(original.stateHash());
  });

  it('should leave the original what it has: whoever holds a state of it sees it go on', () => {
    const original = runOf(800);
    const held = original.world.replica(0 as never);
    const fork = original.fork();
    for (let i = 0; i < 5; i++) original.step();
    fork.step();
    expect(original.world.isUp(0 as never)).toBe(true);
    expect(original.world.replica(0 as never)).toBe(held);
    expect(fork.world.replica(0 as never)).not.toBe(held);
  });

  it('should give a fork states of observers of its own', () => {
    const counter = {
      initial: () => ({ steps: 0 }),
      on: { step: (seen: { steps: number }) => void seen.steps++ },
    };
    const original = Simulation.create(
      vsr,
      { ...fullStorm, seed: 'state' },
      { observers: [counter as never] },
    );
    for (let i = 0; i < 500; i++) original.step();
    const held = original.world.shared(counter as never) as { steps: number };
    const before = held.steps;
    const [one, other] = [original.fork(), original.fork()];
    for (let i = 0; i < 100; i++) one.step();
    expect(held.steps).toBe(before);
    for (let i = 0; i < 100; i++) original.step();
    const counts = [original, one, other].map(
      ({ world }) => (world.shared(counter as never) as { steps: number }).steps,
    );
    expect(counts).toEqual([held.steps, held.steps, before]);
    expect(held.steps).toBeGreaterThan(before);
  });
});
