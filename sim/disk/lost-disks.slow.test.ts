import { expect, test } from 'vitest';
import type { Aim } from '../faults/aim.ts';
import { simulate } from '../run/run.ts';
import { mergeScenario } from '../scenario/overrides.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { vsr } from '../systems/vsr.ts';
import { amount } from '../testing/long.ts';

const RUNS = amount(3, 500);
/** Points that every run comes to again and again. */
const POINTS = ['before-sync', 'after-sync', 'commit-advance'];

/** One replica of three loses everything, at some moment, and later one does again: the same one or another. */
function losing(n: number): Scenario {
  const drawn = drawScenario(`lost-disks-${n}`, vsr);
  const wipe = (nth: number, hit: number): Aim => ({
    point: POINTS[(n + nth) % POINTS.length] ?? 'after-sync',
    hit,
    fault: 'wipe',
    durationUs: 0,
  });
  return mergeScenario(drawn, {
    replicas: 3,
    outsiders: [],
    faults: {
      aim: { aims: [wipe(0, 1 + ((n * 7919) % 97)), wipe(1, 40 + ((n * 104_729) % 163))] },
      rot: null,
      wipe: null,
      'lost-write': null,
      'misdirected-write': null,
    },
    settings: { ...(drawn.settings as object), distrustsDisk: true },
  });
}

// Whatever was acknowledged is in all logs at the end, executed (I2, I3, L2), and reads that follow say so (I17).
test('should keep what was acknowledged when one replica of three loses its disk, twice', () => {
  let twice = 0;
  for (let n = 1; twice < RUNS; n++) {
    const result = simulate(vsr, losing(n));
    if (result.probes['aimed-fault'] !== 2) continue; // it was over before, or the first had not come back yet
    expect({ n, verdict: result.verdict }).toEqual({ n, verdict: 'pass' });
    expect(result.probes['aimed-fault']).toBe(2);
    twice++;
  }
}, 3_600_000);
