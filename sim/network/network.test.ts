import { describe, expect, it } from 'vitest';
import { blockedPairs } from '../faults/partition-shapes.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { chatter, chatterScenario, newTally, type Tally, tallying, total } from '../testing/chatter.ts';

function run(
  seed: string,
  network: Partial<Scenario['network']>,
  faults: Scenario['faults'] = {},
  rest: Partial<Scenario> = {},
): Tally {
  const tally = newTally();
  const scenario = chatterScenario(seed, (calm) => ({
    ...calm,
    ...rest,
    network: { ...calm.network, ...network },
    faults,
  }));
  const result = simulate(chatter, scenario, { observers: [tallying(tally)] });
  expect(result.verdict).toBe('pass');
  return tally;
}

/** Within four standard deviations of a binomial share. */
function expectShare(count: number, of: number, share: number): void {
  const deviation = Math.sqrt((share * (1 - share)) / of);
  expect(count / of).toBeGreaterThan(share - 4 * deviation);
  expect(count / of).toBeLessThan(share + 4 * deviation);
}

/** Copies that come at once. */
const COPIES = { extraMeanUs: 0, latePpm: 0, lateMaxUs: 0 };

describe('network', () => {
  it('should deliver everything once, in order, after the minimal delay when calm', () => {
    const tally = run('calm', {});
    expect(tally.dropped).toEqual({});
    expect(total(tally.delivered)).toBeGreaterThan(29_000);
    for (const { message, atUs } of tally.arrivals) expect(atUs).toBe(message * 1000 + 100);
  });

  it('should lose the share of messages that it was asked to lose, independently per link', () => {
    const tally = run('drops', {}, { drop: { ppm: 30_000 } });
    expectShare(tally.dropped['lost'] ?? 0, total(tally.sent), 0.03);
    tally.sent.forEach((sent, link) => {
      expectShare(sent - (tally.delivered[link] ?? 0), sent, 0.03);
    });
  });

  it('should duplicate the share that it was asked to duplicate', () => {
    const tally = run('copies', {}, { duplicate: { ...COPIES, ppm: 100_000 } });
    expectShare(total(tally.delivered) - total(tally.sent), total(tally.sent), 0.1);
  });

  it('should damage messages so that the checksum finds each one', () => {
    const tally = run('damage', {}, { damage: { ppm: 50_000 } });
    expectShare(tally.dropped['damaged'] ?? 0, total(tally.sent), 0.05);
    expect(total(tally.delivered) + (tally.dropped['damaged'] ?? 0)).toBeGreaterThan(total(tally.sent) - 10);
  });

  it('should reorder with random delays, and keep the order when told to', () => {
    const inversions = (tally: Tally): number => {
      const last: number[] = [];
      let count = 0;
      for (const { link, message } of tally.arrivals) {
        if (message < (last[link] ?? 0)) count++;
        last[link] = message;
      }
      return count;
    };
    expect(inversions(run('order', { delayMeanUs: 2000, delayShape: 'exponential' }))).toBeGreaterThan(1000);
    expect(inversions(run('order', { delayMeanUs: 2000, delayShape: 'exponential', fifo: true }))).toBe(0);
  });

  it('should not let messages in order wait for a copy that is late', () => {
    const late = { ...COPIES, ppm: 100_000, latePpm: 1_000_000, lateMaxUs: 1_000_000 };
    const tally = run('late copies', { fifo: true }, { duplicate: late });
    const first = new Map<string, number>();
    for (const { link, message, atUs } of tally.arrivals) {
      const name = `${link} ${message}`;
      if (!first.has(name)) first.set(name, atUs - message * 1000);
    }
    expect(first.size).toBeGreaterThan(20_000);
    for (const delayUs of first.values()) expect(delayUs).toBe(100);
  });

  it.each(['uniform', 'exponential', 'long-tail'] as const)(
    'should keep the mean delay of shape %s',
    (delayShape) => {
      const tally = run('mean', { delayMeanUs: 2000, delayShape });
      const sum = tally.arrivals.reduce((all, { message, atUs }) => all + (atUs - message * 1000 - 100), 0);
      expect(sum / tally.arrivals.length).toBeGreaterThan(1900);
      expect(sum / tally.arrivals.length).toBeLessThan(2100);
    },
  );

  it('should lose what a bounded queue cannot take', () => {
    const tally = run('queue', { delayMinUs: 5_000 }, { 'narrow-link': { queueMax: 2 } });
    // Five are in flight per link at any time if nothing is lost; two fit.
    expectShare(total(tally.delivered), total(tally.sent), 0.4);
  });

  it('should misroute to a process in the tank', () => {
    const tally = run('misroute', {}, { misroute: { ppm: 100_000 } }, { clients: 1 });
    expect(total(tally.delivered)).toBeGreaterThan(total(tally.sent) - 10);
    const strayed = tally.arrivals.filter(({ link }) => link % 8 === Math.floor(link / 8) || link % 8 === 3);
    // Of four possible receivers two are never addressed: the sender itself, and the client.
    expectShare(strayed.length, total(tally.sent), 0.05);
  });

  it('should hold messages of a clogged link back and release them together', () => {
    const tally = run('clogs', {}, { clog: { everyUs: 20_000, durationUs: 50_000, swizzle: false } });
    const late = tally.arrivals.filter(({ message, atUs }) => atUs > message * 1000 + 100);
    expect(late.length).toBeGreaterThan(100);
    expect(total(tally.delivered)).toBeGreaterThan(total(tally.sent) - 500);
  });
});

describe('partitions', () => {
  it('should stop exactly the links across the cut while they last, and nothing after', () => {
    const tally = run(
      'isolation',
      {},
      {
        partition: { everyUs: 200_000, durationUs: 100_000, shapes: ['isolate'], clients: false },
      },
    );
    // Isolating one of three cuts four of six links, a third of the time.
    const dropped = tally.dropped['partition'] ?? 0;
    expect(dropped).toBeGreaterThan(total(tally.sent) * 0.1);
    expect(total(tally.delivered) + dropped).toBeGreaterThan(total(tally.sent) - 10);
  });

  it.each([
    [
      'isolate',
      4,
      [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    ],
    [
      'one-way-in',
      3,
      [
        [1, 0],
        [2, 0],
      ],
    ],
    [
      'one-way-out',
      3,
      [
        [0, 1],
        [0, 2],
      ],
    ],
    ['link', 3, [[0, 1]]],
    [
      'majority',
      3,
      [
        [0, 1],
        [0, 2],
        [1, 0],
        [2, 0],
      ],
    ],
    [
      'bridge',
      3,
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      'ring',
      5,
      [
        [0, 2],
        [0, 3],
        [1, 3],
        [1, 4],
        [2, 0],
        [2, 4],
        [3, 0],
        [3, 1],
        [4, 1],
        [4, 2],
      ],
    ],
  ] as const)('should cut the right links for shape %s', (shape, replicas, expected) => {
    const order = Array.from({ length: replicas }, (_, i) => i);
    const pairs = blockedPairs(shape, order, 0);
    const links = Array.from({ length: pairs.length / 2 }, (_, i) => [pairs[2 * i], pairs[2 * i + 1]]);
    expect(links.sort()).toEqual(expected.map((link) => [...link]).sort());
  });

  it('should take messages in flight under the cut', () => {
    const tally = run(
      'flight',
      { delayMinUs: 50_000 },
      {
        partition: { everyUs: 300_000, durationUs: 10_000, shapes: ['isolate'], clients: false },
      },
    );
    // A cut of 10 ms loses what is sent in it (4 links x 10) and what would arrive in it (4 x 10).
    const partitions = (tally.dropped['partition'] ?? 0) / 80;
    expect(partitions).toBeGreaterThan(5);
    expect(partitions).toBeLessThan(30);
  });
});
