import { describe, expect, it } from 'vitest';
import { CALM, type NetworkKind } from '../model/configuration.ts';
import { always } from '../model/property.ts';
import { Space } from '../parts/space.ts';
import { type Counter, gets, receiver, sender } from '../testing/counting.ts';
import { toySystem } from '../testing/toy.ts';
import { RandomWalks } from './random-walks.ts';

const system = toySystem({
  replicas: [sender(5), receiver],
  properties: [
    gets('2,1'),
    gets('3,4,1'),
    always.each<Counter>('not backwards', ({ got }) => got.join() !== '5,4,3,2,1'),
  ],
});

const begun = (network: NetworkKind): RandomWalks =>
  new RandomWalks(new Space(system, { ...CALM, network }), 'seed');

function toTheEnd(walks: RandomWalks): object {
  while (!walks.violated && walks.walks < 5000) walks.walk();
  return { walks: walks.walks, steps: walks.steps, found: [...walks.found] };
}

describe('random walks that are saved', () => {
  it.each(['bag', 'merge'] as const)('should go on as if they had not been, on the network %s', (network) => {
    const whole = begun(network);
    const end = toTheEnd(whole);
    expect(whole.violated).toBe(true);
    expect(whole.walks).toBeGreaterThan(3); // so that there is something to go on with
    for (let cut = 1; cut < whole.walks; cut += 11) {
      const before = begun(network);
      while (before.walks < cut) before.walk();
      const after = begun(network);
      after.restore(before.saved);
      expect(after.saved).toEqual(before.saved);
      expect(toTheEnd(after)).toEqual(end);
    }
  });

  it('should be refused by a system that does something else', () => {
    const before = begun('bag');
    before.walk();
    const other = toySystem({ replicas: [sender(6), receiver] });
    expect(() => new RandomWalks(new Space(other, CALM), 'seed').restore(before.saved)).toThrow(RangeError);
  });
});
