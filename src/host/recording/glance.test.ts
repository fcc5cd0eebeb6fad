import { describe, expect, it } from 'vitest';
import { glanceAt, numberFields } from './glance.ts';

/** A step after which a glance goes as far down as it ever does. */
const FAR = 256;

const glance = (state: object, step: number): number => glanceAt(numberFields(state))(state, step);

describe('a glance at a state', () => {
  it('should not depend on the order of the fields of an object in it', () => {
    const caller = { op: { kind: 'write', key: 'a', value: 7 } };
    const replay = { op: { key: 'a', kind: 'write', value: 7 } };
    expect(glance(replay, FAR)).toBe(glance(caller, FAR));
  });

  it.each([
    ['a number', { n: 1 }, { n: 2 }, 1],
    ['the size of a collection', { n: new Map() }, { n: new Map([[1, 1]]) }, 32],
    ['a number one level down', { o: { n: 1 } }, { o: { n: 2 } }, FAR],
    ['a field one level down', { o: { n: 1 } }, { o: { n: 1, m: 0 } }, FAR],
  ])('should see that %s has changed', (_, before, after, step) => {
    expect(glance(after, step)).not.toBe(glance(before, step));
  });
});
