import { describe, expect, it } from 'vitest';
import { decode, encode, seal, unseal } from './codec.ts';
import { randomGraph } from './testing/random-graph.ts';

describe('encode', () => {
  it('should give the same bytes for the same value, in whatever order its keys were set', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${(i * 7) % 40}`, i]));
    const pairs = [
      [
        { a: 1, b: { x: 'y', z: null }, c: [true] },
        { c: [true], b: { z: null, x: 'y' }, a: 1 },
      ],
      [
        { kind: 'read', key: 'k' },
        { key: 'k', kind: 'read', gone: undefined },
      ],
      [[{ b: 0, a: 0 }], [{ a: -0, b: 0 }]],
      [many, Object.fromEntries(Object.entries(many).reverse())],
    ];
    for (const [one, other] of pairs) expect(encode(one)).toEqual(encode(other));
    expect(Object.keys(decode(encode(many)) as object)).toEqual(Object.keys(many).sort());
  });

  it('should leave the value as it is', () => {
    const value = { b: 1, a: { d: undefined, c: -0 } };
    encode(value);
    expect(Object.keys(value)).toEqual(['b', 'a']);
    expect(Object.keys(value.a)).toEqual(['d', 'c']);
  });

  it.each([
    [{ a: { b: Number.NaN } }, 'NaN'],
    [[undefined], 'cannot encode a undefined'],
    [{ z: 1, a: () => 1 }, 'cannot encode a function'],
    [{ z: 1, map: new Map() }, 'cannot encode a Map'],
    [[new Date(0)], 'cannot encode a Date'],
    [{ text: 'half \ud83d' }, 'half of a surrogate pair'],
    [['\udc00'], 'half of a surrogate pair'],
    [{ '\ud83d': 1 }, 'half of a surrogate pair'],
  ])('should refuse what is no plain data: %#', (value, why) => {
    expect(() => encode(value)).toThrow(TypeError);
    expect(() => encode(value)).toThrow(why);
  });

  it('should refuse what contains itself', () => {
    const circle: unknown[] = [];
    circle.push({ circle });
    expect(() => encode(circle)).toThrow('codec: the value contains itself');
  });
});

describe('decode', () => {
  it('should give back what was encoded', () => {
    let seen = 0;
    for (let seed = 1; seed <= 3000; seed++) {
      const value = randomGraph(seed, ['array', 'object', 'bytes']);
      if (!isEncodable(value)) continue;
      seen++;
      expect(decode(encode(value))).toEqual(plain(value));
      expect(unseal(seal(value))).toEqual(plain(value));
    }
    expect(seen).toBeGreaterThan(500);
    const large = { bytes: new Uint8Array(50_000).fill(7), text: 'x'.repeat(20_000) };
    expect(decode(encode(large))).toEqual(large);
  });

  it('should share no memory with what it reads, nor with what is decoded next', () => {
    const bytes = encode({ a: Uint8Array.of(1, 2, 3) });
    const first = decode(bytes) as { a: Uint8Array };
    bytes.fill(0);
    decode(encode({ a: Uint8Array.of(9, 9, 9) }));
    expect(first.a).toEqual(Uint8Array.of(1, 2, 3));
    expect(first.a.constructor).toBe(Uint8Array);
  });

  it('should refuse bytes that are cut off, or that go on', () => {
    decode(encode(Array.from({ length: 300 }, (_, i) => `what was decoded before ${i}`)));
    const bytes = encode({ list: [1, 2, 'three'], more: { bytes: Uint8Array.of(1, 2) }, rest: 1.5 });
    for (let end = 0; end < bytes.length; end++) expect(() => decode(bytes.subarray(0, end))).toThrow();
    expect(() => decode(Uint8Array.of(...bytes, 1))).toThrow();
  });

  it('should see damage of any bit that is sealed', () => {
    const sealed = seal({ type: 'Commit', view: 3 });
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const damaged = sealed.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(damaged)).toBeUndefined();
    }
    expect(unseal(sealed.subarray(0, 3))).toBeUndefined();
  });
});

/** Without what a test for plain data refuses, and without cycles. */
function isEncodable(value: unknown, inside: readonly unknown[] = []): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  if (value === undefined) return false;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  if (inside.includes(value)) return false;
  return Object.values(value).every((part) => isEncodable(part, [...inside, value]));
}

/** Without negative zeros. */
const plain = (value: unknown): unknown =>
  value === 0
    ? 0
    : Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
        : value;
