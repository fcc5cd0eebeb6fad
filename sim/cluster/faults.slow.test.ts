import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Faults, faultClasses } from '../faults/registry.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { RunResult } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { LONG } from '../testing/long.ts';
import { defineCluster } from './define-cluster.ts';
import type { ClusterDefinition } from './definition.ts';

/** A server that writes, syncs and reads a file all the time, and tells what it was told. */
const PROGRAM = `
const fs = require('node:fs');
const file = fs.openSync('/var/lib/data', 'a+');
const told = new Set();
const tell = (word) => { if (!told.has(word)) { told.add(word); console.log(word); } };
if (fs.fstatSync(file).size === 0) console.log('blank');
let n = 0;
setInterval(() => {
  const at = ++n;
  fs.write(file, 'record ' + at + '\\n' + '.'.repeat(600), (error) => {
    if (error) return tell('write ' + error.code);
    if (at % 3 === 0) fs.fsync(file, (failure) => { if (failure) tell('fsync ' + failure.code); });
    fs.readFile('/var/lib/data', (failure, bytes) => {
      if (failure) return tell('read ' + failure.code);
      if (/[^a-z0-9 .\\n]/.test(bytes.toString('latin1'))) tell('damaged');
    });
  });
}, 4);
require('node:http').createServer((_, response) => response.end('x')).listen(8080);
`;

let folder = '';
let definition: ClusterDefinition<string, string, string>;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'faults-')));
  const entry = path.join(folder, 'server.cjs');
  writeFileSync(entry, PROGRAM);
  const earlier = path.join(folder, 'before', 'server.cjs');
  mkdirSync(path.dirname(earlier));
  writeFileSync(earlier, `console.log('version 1');${PROGRAM}`);
  definition = {
    name: 'writer',
    nodes: { entry, earlier, count: 3 },
    client: async (_, { nodes, client }) => (await fetch(`http://${nodes[client % 3]}:8080/`)).text(),
    operation: () => 'ask',
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CRASHES = { crash: { everyUs: 60_000, midHandlerPpm: 300_000, downMax: 1 } } as const;
const DURATION = { everyUs: 60_000, durationUs: 30_000 } as const;

/** Faults that reach programs: each so often that a short run must meet it; the counts that show it, and words of a program. */
const REACHING: readonly (readonly [faults: Faults, counts: readonly string[], said?: string])[] = [
  [{ drop: { ppm: 100_000 } }, ['lost']],
  [{ 'narrow-link': { queueMax: 1 } }, ['overflowed']],
  [{ duplicate: { ppm: 200_000, extraMeanUs: 1_000, latePpm: 0, lateMaxUs: 0 } }, ['duplicated']],
  [{ 'uneven-links': {} }, []],
  [{ partition: { ...DURATION, shapes: ['isolate'], clients: false } }, ['partitions']],
  [{ clog: { ...DURATION, swizzle: false } }, ['clogs']],
  [{ late: { ppm: 100_000, lateMaxUs: 50_000 } }, ['lateMessages']],
  [{ 'slow-link': { ...DURATION, delayMeanUs: 10_000 } }, ['slowSpells', 'slowMessages']],
  [{ absence: { ...DURATION, durationUs: 200_000 } }, ['absences']],
  [{ ...CRASHES, stale: { ppm: 1_000_000, copiesMax: 4, delayMaxUs: 5_000 } }, ['staleCopies']],
  [CRASHES, ['crashes', 'midHandlerCrashes']],
  [{ blackout: { everyUs: 100_000 } }, ['blackouts']],
  [{ 'client-crash': { everyUs: 60_000 } }, ['clientCrashes']],
  [{ pause: DURATION }, ['pauses']],
  [
    { clock: { offsetMaxUs: 1_000_000, driftMaxPpm: 1_000, jumpEveryUs: 50_000, jumpMaxUs: 1_000_000 } },
    ['clockJumps'],
  ],
  [{ 'slow-disk': { factor: 20 } }, ['slowDisks']],
  [{ stall: { ppm: 50_000, durationUs: 20_000 } }, ['diskStalls']],
  [{ ...CRASHES, unsynced: { lostPpm: 400_000, tornPpm: 400_000 } }, ['unsyncedLost', 'unsyncedTorn']],
  [{ 'read-error': { ppm: 100_000 } }, ['readErrors'], 'read EIO'],
  [{ 'full-disk': DURATION }, ['writesWithoutSpace'], 'write ENOSPC'],
  [{ 'write-error': { ppm: 50_000 } }, ['writeErrors'], 'write EIO'],
  [{ 'sync-error': { ppm: 200_000 } }, ['syncErrors'], 'fsync EIO'],
  [{ ...CRASHES, 'lost-write': { ppm: 300_000 } }, ['writesLost'], 'damaged'],
  [{ ...CRASHES, 'misdirected-write': { ppm: 300_000 } }, ['writesMisdirected']],
  [{ rot: { everyUs: 30_000 } }, ['sectorsRotten'], 'damaged'],
  [{ wipe: { everyUs: 60_000 } }, ['disksWiped']],
  [{ 'point-crash': { ppm: 100_000 } }, ['pointCrashes']],
  [{ aim: { aims: [{ point: 'synced', hit: 2, fault: 'crash', durationUs: 20_000 }] } }, ['aimedFaults']],
  [{ upgrade: { everyUs: 60_000, rollbackPpm: 300_000, clientsPpm: 0 } }, ['upgrades'], 'version 1'],
];
/** TCP treats damage as loss; no network delivers to the wrong address. Rules contain other faults. */
const NOT_REACHING = ['damage', 'misroute', 'rules'];

interface Met {
  readonly result: RunResult;
  readonly lines: readonly string[];
}

/** Runs the cluster with these faults alone. */
function meet(faults: Faults): Promise<Met> {
  const lines: string[] = [];
  const cluster = defineCluster({
    ...definition,
    invariants: [
      {
        name: 'listener',
        statement: 'none: it only listens',
        broken: (nodes) => {
          lines.length = 0;
          for (const node of nodes) for (const { text } of node.lines) lines.push(text);
          return undefined;
        },
      },
    ],
  });
  const calm = calmed(drawScenario('1', cluster));
  const settings = { ...calm.settings, powerLossPpm: 1_000_000 };
  const rest = {
    clients: 2,
    operations: 20,
    thinkUs: 20_000,
    safetyUs: 1_500_000,
    restartUs: 30_000,
    settings,
  };
  return inOwnTurn(() => ({ result: simulate(cluster, { ...calm, ...rest, faults }), lines }));
}

describe('fault classes', () => {
  it('should all be decided on: each reaches programs, or means nothing to them', () => {
    const named = new Set([...REACHING.flatMap(([faults]) => Object.keys(faults)), ...NOT_REACHING]);
    expect([...named].sort()).toEqual(
      faultClasses()
        .map(({ name }) => name)
        .sort(),
    );
  });

  const short = ['read-error', 'sync-error', 'rot', 'wipe', 'upgrade', 'aim', 'point-crash'];
  const chosen = REACHING.filter(([faults]) => LONG || short.some((name) => name in faults));
  it.each(chosen.map(([faults]) => Object.keys(faults).join(' with ')))(
    'should reach programs: %s',
    async (title) => {
      const [faults = {}, counts = [], said] =
        chosen.find(([each]) => Object.keys(each).join(' with ') === title) ?? [];
      const { result, lines } = await meet(faults);
      expect(result.reason).toBeUndefined();
      for (const count of counts) expect(result.faults[count], count).toBeGreaterThan(0);
      if (said !== undefined) expect(lines).toContain(said);
    },
  );

  it('should change the version of a program, and leave it its files', async () => {
    const { lines, result } = await meet({ upgrade: { everyUs: 60_000, rollbackPpm: 0, clientsPpm: 0 } });
    expect(result.faults['upgrades']).toBe(3);
    expect(lines.filter((line) => line === 'version 1').length).toBe(3);
    expect(lines.filter((line) => line === 'blank').length).toBe(3);
  });

  it('should leave out what the cluster says: a lost disk is blank, and none is without disk-damage', async () => {
    const { lines } = await meet({ wipe: { everyUs: 60_000 } });
    expect(lines.filter((line) => line === 'blank').length).toBeGreaterThan(3);
    const spared = defineCluster({ ...definition, without: ['disk-damage'] });
    const all = defineCluster(definition);
    const drawn = (system: typeof all) =>
      new Set(
        Array.from({ length: 60 }, (_, seed) => Object.keys(drawScenario(`${seed}`, system).faults)).flat(),
      );
    expect(drawn(all)).toContain('rot');
    expect(drawn(all)).toContain('wipe');
    for (const name of ['rot', 'wipe', 'lost-write', 'misdirected-write'])
      expect(drawn(spared)).not.toContain(name);
  });
});
