import { describe, expect, it } from 'vitest';
import { type DiskCompletion, SECTOR_BYTES } from '../../src/process/disk.ts';
import { processId } from '../../src/process/ids.ts';
import type { Context, Process } from '../../src/process/process.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { chatter, chatterScenario } from '../testing/chatter.ts';

const SECTORS = 2_000;
/** A sector with its own number in every place: where it comes from shows wherever it is found. */
const sector = (number: number): Uint8Array => new Uint8Array(SECTOR_BYTES).fill(1 + (number % 250));

interface Log {
  done: DiskCompletion[];
}

type Next = (done: DiskCompletion, ctx: Context<unknown>) => void;

/** Some replicas that write sector after sector, sync, and read all of it again. */
function run(
  faults: Scenario['faults'],
  replicas = 1,
  next: Next = writeAll,
  rest: Partial<Scenario> = {},
): Simulation {
  const replica: Process<Log, unknown> = {
    init: () => ({ done: [] }),
    start: (_, ctx) => ctx.disk.write('f', 0, sector(0), 0),
    message() {},
    timer() {},
    disk(state, completion, ctx) {
      state.done.push(completion);
      next(completion, ctx);
    },
  };
  const system = {
    ...chatter,
    build: (scenario: Scenario) => ({
      ...chatter.build(scenario),
      replicas: new Array<typeof replica>(replicas).fill(replica),
    }),
  };
  const scenario = chatterScenario('faults', (calm) => ({
    ...calm,
    ...rest,
    replicas,
    faults,
  }));
  return Simulation.create(system, scenario);
}

function writeAll({ op, token }: DiskCompletion, ctx: Context<unknown>): void {
  if (op === 'write' && token + 1 < SECTORS)
    ctx.disk.write('f', (token + 1) * SECTOR_BYTES, sector(token + 1), token + 1);
  else if (op === 'write') ctx.disk.sync('f', 0);
  else if (op === 'sync') ctx.disk.read('f', 0, SECTORS * SECTOR_BYTES, 0);
}

const finish = (simulation: Simulation, untilUs = 10_000_000): void => {
  while (simulation.world.next(untilUs));
};

const completions = (simulation: Simulation, replica = 0): readonly DiskCompletion[] =>
  (simulation.world.replica(processId(replica)) as Log).done; // what `run` makes

const lastRead = (simulation: Simulation, replica = 0): Uint8Array =>
  completions(simulation, replica).findLast(({ op }) => op === 'read')?.bytes ?? new Uint8Array(0);

/** Sectors of what was read that are not what was written there. */
const wrong = (bytes: Uint8Array): number[] =>
  Array.from({ length: SECTORS }, (_, i) => i).filter((i) =>
    sector(i).some((byte, at) => bytes[i * SECTOR_BYTES + at] !== byte),
  );

function expectShare(count: number, of: number, ppm: number): void {
  expect(count / of).toBeGreaterThan((ppm / 1_000_000) * 0.8);
  expect(count / of).toBeLessThan((ppm / 1_000_000) * 1.2);
}

describe('disk faults', () => {
  it('should fail writes in the asked share, and leave of each at most some bytes from the front', () => {
    const simulation = run({ 'write-error': { ppm: 100_000 } });
    finish(simulation);
    const failed = completions(simulation).filter(({ op, error }) => op === 'write' && error === 'io');
    expectShare(failed.length, SECTORS, 100_000);
    expect(simulation.storm.counts['writeErrors']).toBe(failed.length);
    const bad = wrong(lastRead(simulation));
    expect(bad.length).toBeGreaterThan(failed.length / 2);
    expect(new Set(failed.map(({ token }) => token))).toEqual(
      new Set([...bad, ...failed.map(({ token }) => token)]),
    );
  });

  it('should fail reads in the asked share, and change nothing by that', () => {
    let reads = 0;
    const simulation = run({ 'read-error': { ppm: 200_000 } }, 1, ({ op }, ctx) => {
      if (op === 'read' ? ++reads < 2_000 : true) ctx.disk.read('f', 0, 10, 0);
    });
    finish(simulation);
    const failed = completions(simulation).filter(({ op, error }) => op === 'read' && error === 'io');
    expectShare(failed.length, 2_000, 200_000);
    for (const { bytes, error } of completions(simulation).slice(1)) {
      expect(bytes).toEqual(error === null ? sector(0).subarray(0, 10) : null);
    }
  });

  it('should fail syncs in the asked share, drop most of what they were to keep, and look clean afterwards', () => {
    let at = 0;
    const simulation = run({ 'sync-error': { ppm: 200_000 } }, 1, ({ op }, ctx) => {
      if (op === 'write') ctx.disk.sync('f', at);
      else if (op === 'sync' && ++at < SECTORS) ctx.disk.write('f', at * SECTOR_BYTES, sector(at), at);
      else if (op === 'sync') ctx.disk.read('f', 0, SECTORS * SECTOR_BYTES, 0);
    });
    finish(simulation);
    const failed = completions(simulation).filter(({ op, error }) => op === 'sync' && error === 'io');
    expectShare(failed.length, SECTORS, 200_000);
    const dropped = wrong(lastRead(simulation));
    expect(dropped.length / failed.length).toBeGreaterThan(0.65);
    expect(dropped.length / failed.length).toBeLessThan(0.85);
    expect(failed.map(({ token }) => token)).toEqual(expect.arrayContaining(dropped));
  });

  it('should lose and misdirect acknowledged writes in the asked shares, and show what should be there to checkers', () => {
    for (const faults of [{ 'lost-write': { ppm: 60_000 } }, { 'misdirected-write': { ppm: 60_000 } }]) {
      const simulation = run(faults, 3);
      finish(simulation);
      const counts = simulation.storm.counts;
      // a minority of three is one, and the first that is hurt stays it: nothing says that it has recovered
      expectShare((counts['writesLost'] ?? 0) + (counts['writesMisdirected'] ?? 0), SECTORS, 60_000);
      const hurt = [0, 1, 2].filter((replica) => wrong(lastRead(simulation, replica)).length > 0);
      expect(hurt).toHaveLength(1);
      for (const replica of [0, 1, 2]) {
        expect(completions(simulation, replica).every(({ error }) => error === null)).toBe(true);
        expect(wrong(simulation.world.durable(processId(replica), 'f'))).toEqual([]);
      }
    }
  });

  it('should let more than a minority be hurt only beyond the bound', () => {
    const simulation = run({ 'lost-write': { ppm: 20_000 } }, 3, writeAll, { beyond: true });
    finish(simulation);
    expect([0, 1, 2].filter((replica) => wrong(lastRead(simulation, replica)).length > 0)).toHaveLength(3);
  });

  it('should count a disk as hurt from the decision that the next crash takes it (seed 43703 at 4e4dbdd)', () => {
    const { disks } = run({}, 3).storm;
    const [first, second] = [processId(0), processId(1)];
    disks.loseAtCrash(first);
    expect([disks.atlas.allows(first, null), disks.atlas.allows(second, null)]).toEqual([true, false]);
    disks.becalm(); // no crash comes any more
    expect(disks.atlas.allows(second, null)).toBe(true);
  });

  it('should let sectors rot, the same at every read, until they are written again', () => {
    const simulation = run({ rot: { everyUs: 3_000_000 } }, 3, writeAll, { safetyUs: 60_000_000 });
    while ((simulation.storm.counts['sectorsRotten'] ?? 0) === 0 && simulation.world.next());
    const { disks } = simulation.storm;
    const hurt = processId([0, 1, 2].find((replica) => disks.atlas.isHurt(processId(replica))) ?? -1);
    const read = (): Uint8Array => {
      disks.read(hurt, 'f', 0, SECTORS * SECTOR_BYTES, 9);
      finish(simulation, simulation.world.nowUs + 500);
      return lastRead(simulation, hurt);
    };
    const [rotten = 0] = wrong(read());
    expect(wrong(read())).toEqual([rotten]);
    disks.write(hurt, 'f', rotten * SECTOR_BYTES, sector(rotten), SECTORS);
    expect(wrong(read())).toEqual([]);
  });

  it('should replace a disk by a blank one, and bring its process back', () => {
    const simulation = run({ wipe: { everyUs: 1_000_000 } }, 3);
    finish(simulation, 20_000_000);
    const { disksWiped } = simulation.storm.counts;
    expect(disksWiped).toBeGreaterThan(0);
    expect([0, 1, 2].filter((replica) => simulation.world.incarnation(processId(replica)) > 1)).toHaveLength(
      1,
    );
  });

  it('should refuse to make files larger while the disk is full, and nothing else', () => {
    const simulation = run(
      { 'full-disk': { everyUs: 3_600_000_000, durationUs: 1 } },
      1,
      ({ op, token }, ctx) => {
        if (op === 'write' && token === 0) ctx.disk.write('f', SECTOR_BYTES, sector(1), 1);
        if (op === 'write' && token === 1) ctx.disk.write('f', 0, sector(7), 2);
        if (op === 'write' && token === 2) ctx.disk.read('f', 0, 10_000, 3);
      },
    );
    simulation.storm.disks.fill(processId(0), 1_000_000);
    finish(simulation, 2_000_000);
    expect(completions(simulation).map(({ error }) => error)).toEqual(['full', 'full', 'full', null]);
    expect(lastRead(simulation)).toHaveLength(0);
  });

  it('should leave a write to a machine what its last block has room for while the disk is full', () => {
    const simulation = run({ 'full-disk': { everyUs: 3_600_000_000, durationUs: 1 } }, 1);
    const { disks } = simulation.storm;
    const append = { path: '/f', offset: 1_000, sizeBytes: 10_000, fileBytes: 1_000 };
    const room = (more: object): number => disks.callRoom(processId(0), { ...append, ...more });
    const written = (more: object) => disks.callWrites(processId(0), { ...append, ...more });
    expect(room({})).toBe(10_000);
    disks.fill(processId(0), 1_000_000);
    expect([room({}), room({ offset: 0, sizeBytes: 500 }), room({ offset: 4_096 })]).toEqual([3_096, 500, 0]);
    expect([written({ sizeBytes: 3_096 }), written({})]).toEqual([1_000, 'full']);
  });

  it('should make about a third of the disks slow', () => {
    let slow = 0;
    for (let seed = 0; seed < 300; seed++) {
      const scenario = chatterScenario(`slow ${seed}`, (calm) => ({
        ...calm,
        replicas: 3,
        faults: { 'slow-disk': { factor: 10 } },
      }));
      slow += Simulation.create(chatter, scenario).storm.counts['slowDisks'] ?? 0;
    }
    expectShare(slow, 900, 333_333);
  });
});
