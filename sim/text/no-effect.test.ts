import { describe, expect, it } from 'vitest';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { systems } from '../systems/index.ts';
import { noEffectText, quietRules } from './no-effect.ts';

describe('a rule that never fired', () => {
  const system = systems.get('ping-pong');
  if (system === undefined) throw new Error('no ping-pong');
  const ruled = (on: 'point' | 'deliver', what: string) => ({
    ...calmed(drawScenario('1', system)),
    faults: { rules: { rules: [{ when: { on, what }, then: { do: 'crash', at: 'it' } }] } } as const,
  });
  const points = ['synced', 'renamed'];

  it('should list the points of a system that has no rehearsal, as programs have none', () => {
    expect(
      quietRules({ points, vocabulary: undefined }, ruled('point', 'sinked'), new Map(), 1).map(noEffectText),
    ).toEqual(['rule 1 had no effect: "point sinked" never occurred; known points: synced, renamed']);
  });

  it('should list what a rehearsal has met, and nothing for a name that is known', () => {
    const vocabulary = () =>
      ({ messages: [['Ping', 3]], labels: [], points: [], probes: [], requests: [] }) as const;
    const linesFor = (what: string) =>
      quietRules({ points, vocabulary }, ruled('deliver', what), new Map(), 2).map(noEffectText);
    expect(linesFor('Pong')).toEqual([
      'rule 1 had no effect: "deliver Pong" never occurred in any of 2 runs; known messages: Ping',
    ]);
    expect(linesFor('Ping')).toEqual([
      'rule 1 had no effect: "deliver Ping" never occurred in any of 2 runs',
    ]);
    expect(quietRules({ points, vocabulary }, ruled('deliver', 'Ping'), new Map([[1, 2]]), 1)).toEqual([]);
  });
});
