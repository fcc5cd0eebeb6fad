import { describe, expect, it } from 'vitest';
import { drawScenario } from '../../../scenario/swarm.ts';
import { vsr } from '../../../systems/vsr.ts';
import { record } from '../../recording/record.ts';
import { runOf } from './adapter.ts';
import { coneOf } from './cone.ts';

const run = runOf(record(vsr, { ...drawScenario('7', vsr), operations: 3 }, {}, 'again'));

describe('the causal past of an event', () => {
  it('should hold what its process did before, and the sending of each message in it, and nothing later', () => {
    const arrows = run.diagram.arrows.filter(({ isLost }) => !isLost);
    const event = arrows[Math.floor(arrows.length / 2)]?.end ?? 0;
    const cone = coneOf(run, event);
    expect(cone.has(event)).toBe(true);
    expect(Math.max(...cone)).toBe(event);
    const missing = [...cone].flatMap((at) => {
      const { process } = run.events[at] ?? {};
      const before = [...Array(at).keys()].filter(
        (i) => process !== null && run.events[i]?.process === process,
      );
      const sent = arrows.filter(({ end }) => end === at).map(({ start }) => start);
      return [...before, ...sent].filter((i) => !cone.has(i));
    });
    expect(missing).toEqual([]);
    // Events never communicated to others are not in the cone.
    expect(cone.size).toBeLessThan(event + 1);
  });

  it('should be empty for no event', () => {
    expect(coneOf(run, -1).size).toBe(0);
  });
});
