import { describe, expect, it } from 'vitest';
import { Decisions } from './decisions.ts';
import { decisionName, LINK_STRIDE } from './site.ts';
import { bitsAt, Sequence, streamKey } from './streams.ts';

describe('randomness by position', () => {
  it('should depend on seed, stream, entity and index, and on nothing else', () => {
    const at = (seed: string, name: string, entity: number, index: number): number =>
      bitsAt(streamKey(seed, name), entity, index);
    expect(at('1', 'drop', 3, 9)).toBe(at('1', 'drop', 3, 9));
    const others = [
      at('2', 'drop', 3, 9),
      at('1', 'crash', 3, 9),
      at('1', 'drop', 4, 9),
      at('1', 'drop', 3, 8),
    ];
    expect(new Set([at('1', 'drop', 3, 9), ...others]).size).toBe(5);
  });

  it('should be uniform in every byte, along indices and along entities', () => {
    const key = streamKey('uniform', 'x');
    for (const along of ['index', 'entity']) {
      const counts = Array.from({ length: 4 }, () => new Float64Array(256));
      for (let i = 0; i < 65_536; i++) {
        const bits = along === 'index' ? bitsAt(key, 0, i) : bitsAt(key, i, 0);
        counts.forEach((bytes, b) => {
          const byte = (bits >>> (8 * b)) & 255;
          bytes[byte] = (bytes[byte] ?? 0) + 1;
        });
      }
      for (const bytes of counts) {
        const chiSquared = bytes.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
        expect(chiSquared).toBeGreaterThan(160); // 255 degrees of freedom: 255 +- 4 * 22.6
        expect(chiSquared).toBeLessThan(350);
      }
    }
  });

  it('should keep neighbouring streams independent', () => {
    const [a, b] = [streamKey('7', 'net'), streamKey('7', 'disk')];
    let equal = 0;
    for (let i = 0; i < 10_000; i++) if ((bitsAt(a, 0, i) & 1) === (bitsAt(b, 0, i) & 1)) equal++;
    expect(Math.abs(equal - 5000)).toBeLessThan(200);
  });

  it('should draw small values as often as large ones on a log scale', () => {
    const s = new Sequence('log', 'scale');
    const values = Array.from({ length: 4000 }, () => s.logBetween(10, 10_000));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...values)).toBeLessThanOrEqual(10_000);
    const below = values.filter((value) => value < 316).length;
    expect(below / 4000).toBeGreaterThan(0.4);
    expect(below / 4000).toBeLessThan(0.6);
  });
});

describe('decisions', () => {
  it('should force exactly the decision that an edit names', () => {
    const plain = new Decisions('s');
    const edited = new Decisions('s', { 'drop 0>1 #17': 1, 'crash 2 #1': 0, 'partition #3': 5 });
    const drop = (decisions: Decisions, index: number): boolean =>
      decisions.chance(decisions.site('drop', 'link', 'fault'), LINK_STRIDE * 0 + 1, index, 100_000);
    for (let index = 1; index < 200; index++) {
      expect(drop(edited, index)).toBe(index === 17 ? true : drop(plain, index));
    }
    expect(edited.happens(edited.site('crash', 'process', 'fault'), 2, 1)).toBe(false);
    expect(edited.happens(edited.site('crash', 'process', 'fault'), 2, 2)).toBe(true);
    const length = (decisions: Decisions, index: number): number =>
      decisions.interval(decisions.site('partition', 'run', 'pace'), 0, index, 1_000);
    expect(length(edited, 3)).toBe(5);
    expect(length(edited, 4)).toBe(length(plain, 4));
  });

  it('should tell a recorder of every decision that is not calm, under its stable name', () => {
    const decisions = new Decisions('s', { 'drop 3>1 #2': 1 });
    const names: string[] = [];
    decisions.recorder = { decided: (site, entity, index) => names.push(decisionName(site, entity, index)) };
    const site = decisions.site('drop', 'link', 'fault');
    for (let index = 1; index < 4; index++) decisions.chance(site, 3 * LINK_STRIDE + 1, index, 0);
    expect(names).toEqual(['drop 3>1 #2']);
  });

  it.each(['drop', 'drop 0>1', 'Drop 0>1 #1', '#3', 'drop 0-1 #1'])('should refuse the edit %j', (name) => {
    expect(() => new Decisions('s', { [name]: 1 })).toThrow(`"${name}" does not name a decision`);
  });

  it('should go on under another salt from a turn on, for every site and for no earlier draw', () => {
    const draws = (decisions: Decisions): number[] =>
      Array.from({ length: 20 }, (_, i) =>
        decisions.choose(decisions.site('think', 'process', 'pace'), 1, i, 1e6),
      );
    const turning = new Decisions('s', {}, [{ atUs: 500, salt: 'b' }]);
    expect(draws(turning)).toEqual(draws(new Decisions('s')));
    expect(turning.nextTurnUs).toBe(500);
    turning.turn(500);
    expect(turning.nextTurnUs).toBe(Number.POSITIVE_INFINITY);
    expect(draws(turning)).not.toEqual(draws(new Decisions('s')));
    const fork = turning.fork();
    expect(draws(fork)).toEqual(draws(turning));
    expect(
      () =>
        new Decisions('s', {}, [
          { atUs: 5, salt: 'a' },
          { atUs: 4, salt: 'b' },
        ]),
    ).toThrow('in order of time');
  });
});
