import { describe, expect, it } from 'vitest';
import { SECTOR_BYTES } from '../../src/process/disk.ts';
import { processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { chatter, chatterScenario } from '../testing/chatter.ts';

const ZERO = processId(0);

type Step = (
  state: { log: string[] },
  ctx: Parameters<Process<{ log: string[] }, unknown>['start']>[1],
) => void;

/** One replica that runs `first` at its first start, then notes every completion; `next` continues from tokens. */
function diskSystem(first: Step, next: Record<number, Step>): System {
  const replica: Process<{ log: string[] }, unknown> = {
    init: () => ({ log: [] }),
    start: (state, ctx) => first(state, ctx),
    message() {},
    timer() {},
    disk(state, { op, token, bytes, error }, ctx) {
      state.log.push(
        `${op} ${token}${bytes === null ? '' : ` ${bytes.join(',')}`}${error === null ? '' : ` ${error}`}`,
      );
      next[token]?.(state, ctx);
    },
  };
  return { ...chatter, build: (scenario) => ({ ...chatter.build(scenario), replicas: [replica] }) };
}

function simulation(
  system: System,
  disk: Partial<Scenario['disk']> = {},
  faults: Scenario['faults'] = {},
  seed = 'disk',
): Simulation {
  const scenario = chatterScenario(seed, (calm) => ({
    ...calm,
    replicas: 1,
    disk: { ...calm.disk, ...disk },
    faults,
  }));
  return Simulation.create(system, scenario);
}

function runUntil(simulation: Simulation, untilUs: number): void {
  while (simulation.world.next(untilUs));
}

const log = (simulation: Simulation): unknown =>
  (simulation.world.replica(ZERO) as { log: string[] } | undefined)?.log;

describe('disk', () => {
  it('should answer reads with completed writes, synced or not, and with less at the end of a file', () => {
    const system = diskSystem((_, ctx) => ctx.disk.write('f', 2, Uint8Array.of(1, 2, 3), 1), {
      1: (_, ctx) => ctx.disk.read('f', 0, 100, 2),
      2: (_, ctx) => ctx.disk.read('f', 4, 1, 3),
      3: (_, ctx) => ctx.disk.read('f', 9, 5, 4),
    });
    const run = simulation(system);
    runUntil(run, 1_000_000);
    expect(log(run)).toEqual(['write 1', 'read 2 0,0,1,2,3', 'read 3 3', 'read 4 ']);
    expect(run.world.durable(ZERO, 'f')).toHaveLength(0);
  });

  it('should make durable by a sync only what was complete when the sync was issued', () => {
    const system = diskSystem((_, ctx) => ctx.disk.write('f', 0, Uint8Array.of(7), 1), {
      1: (_, ctx) => {
        ctx.disk.write('f', 1, Uint8Array.of(8), 2);
        ctx.disk.sync('f', 3);
      },
    });
    const run = simulation(system);
    runUntil(run, 1_000_000);
    expect([...run.world.durable(ZERO, 'f')]).toEqual([7]);
  });

  it('should refuse overlapping writes in flight', () => {
    const system = diskSystem((_, ctx) => {
      ctx.disk.write('f', 0, new Uint8Array(10), 1);
      ctx.disk.write('f', 9, new Uint8Array(10), 2);
    }, {});
    const run = simulation(system);
    expect(() => runUntil(run, 1_000_000)).toThrow('while a write there is in flight');
  });

  it('should decide about each unsynced sector on its own at a crash, in the asked shares', () => {
    const sectors = 20;
    const bytes = new Uint8Array(sectors * SECTOR_BYTES).fill(9);
    const system = diskSystem((_, ctx) => ctx.disk.write('f', 0, bytes, 1), {});
    const seen = { kept: 0, lost: 0, torn: 0 };
    for (let seed = 0; seed < 200; seed++) {
      const run = simulation(
        system,
        {},
        { unsynced: { lostPpm: 300_000, tornPpm: 200_000 } },
        `crash ${seed}`,
      );
      runUntil(run, 1_000);
      run.world.crash(ZERO);
      const image = new Uint8Array(bytes.length);
      image.set(run.world.durable(ZERO, 'f'));
      for (let sector = 0; sector < sectors; sector++) {
        const stored = image
          .subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES)
          .filter((byte) => byte === 9);
        seen[stored.length === 0 ? 'lost' : stored.length === SECTOR_BYTES ? 'kept' : 'torn']++;
      }
    }
    const all = 200 * sectors;
    expect(seen.lost / all).toBeGreaterThan(0.27);
    expect(seen.lost / all).toBeLessThan(0.33);
    expect(seen.torn / all).toBeGreaterThan(0.17);
    expect(seen.torn / all).toBeLessThan(0.23);
  });

  it('should keep a durable but unacknowledged write: a crash may come before the completion is told', () => {
    const system = diskSystem((_, ctx) => ctx.disk.write('f', 0, Uint8Array.of(5), 1), {});
    const run = simulation(system, { latencyMinUs: 500_000 });
    runUntil(run, 1_000);
    run.world.crash(ZERO);
    expect([...run.world.durable(ZERO, 'f')]).toEqual([5]);
  });

  it('should not tell a new incarnation about requests of the old one', () => {
    let starts = 0;
    const system = diskSystem((_, ctx) => {
      if (++starts === 1) ctx.disk.write('f', 0, Uint8Array.of(5), 1);
    }, {});
    const run = simulation(system, { latencyMinUs: 10_000 });
    runUntil(run, 5_000);
    run.world.crash(ZERO);
    run.world.boot(ZERO);
    runUntil(run, 12_000);
    expect(log(run)).toEqual([]);
  });
});
