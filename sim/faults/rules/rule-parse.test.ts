import { describe, expect, it } from 'vitest';
import { parseOverrides } from '../../input/overrides.ts';
import { parseScenario } from '../../scenario/scenario.ts';
import { calmed, drawScenario } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { givenRules, parseRules } from './rule-parse.ts';

const calm = calmed(drawScenario('rules', vsr));

describe('a rule that a person gives', () => {
  const refused: readonly (readonly [when: string, then: string, says: string])[] = [
    ['arrive X', 'lose', `--when 'arrive X': a trigger is one of send, deliver`],
    ['deliver X to', 'lose', `"to" needs a process, such as "replica 0" (at its end)`],
    ['deliver X to replica two', 'lose', `"to" needs a process, such as "replica 0" (at word 5, "two")`],
    [
      'deliver X',
      'hold 2',
      `"hold" needs a time such as 2s, or "until rule" and its number (at word 2, "2")`,
    ],
    ['deliver X', 'explode', `--then 'explode': an action is one of crash, wipe`],
    ['deliver X', 'lose it', `--then 'lose it': nothing more is expected (at word 2, "it")`],
    ['point x', 'lose', 'lose needs a message'],
    ['rule 1', 'pause for 1s', 'must name an earlier rule'],
    ['crash now', 'lose', 'nothing more belongs to crash (at word 2, "now")'],
    ['deliver X after 2', 'lose', 'after is followed by "rule"'],
    ['deliver X', 'hold until rule 9', 'there is no rule 9'],
    ['every deliver X #3', 'lose', 'every time is no n-th time'],
    ['every deliver X x3', 'lose', 'every time is no n-th time'],
    ['deliver X #-1', 'lose', '#N stands by itself, with a number from 1'],
    ['deliver X#2', 'lose', '#N stands by itself, with a number from 1'],
    ['deliver "X', 'lose', 'a quote is not closed'],
    ['send X from client 0', 'lose', 'process 0 is a replica: clients come after the replicas'],
  ];
  for (const [when, then, says] of refused) {
    it(`should be refused, with the place: ${when}, ${then}`, () => {
      expect(() => parseRules([[when, then]])).toThrow(says);
    });
  }

  it('should be refused in a scenario, with the field', () => {
    const wrong = (rules: unknown): unknown => ({ ...calm, faults: { rules: { rules } } });
    expect(() => parseScenario(wrong([{ when: { on: 'deliver' }, then: { do: 'hold' } }]))).toThrow(
      'faults.rules.rules[0].then.forUs',
    );
    expect(() => parseScenario(wrong([]))).toThrow('faults.rules.rules');
    expect(() =>
      parseScenario(wrong([{ when: { on: 'deliver', nth: 'every', times: 2 }, then: { do: 'lose' } }])),
    ).toThrow('faults.rules.rules[0].when.times');
    expect(() => parseOverrides({ when: ['point x'] }, [])).toThrow('go in pairs');
  });

  it.each(['rules=null', 'rules.rules=[]', 'faults.rules=null'])('should not be replaced by %s', (set) => {
    expect(() => parseOverrides({ when: ['send X'], then: ['lose'] }, [set])).toThrow(
      `--set ${set} would replace the rules of --when and --then`,
    );
  });

  it.each([
    [{}, 'rules: a list is needed'],
    [[], 'rules: the list is empty'],
    [[null], 'rules[0]: a rule is { when:'],
    [[{ when: 'send X' }], 'rules[0]: a rule is { when:'],
    [[{ when: 'send X', then: 'lose', than: 'x' }], 'rules[0]'],
    [[{ when: { on: 'sent' }, then: { do: 'lose' } }], 'rules[0].when: on:'],
  ])('should be refused in code, though it is not typed: %j', (rules, says) => {
    expect(() => givenRules(rules)).toThrow(says);
  });

  it('should be taken in words or as in a scenario', () => {
    const inWords = { when: 'send X', then: 'lose' };
    const inScenario = { when: { on: 'send', what: 'X' }, then: { do: 'lose' } };
    expect(givenRules([inWords, inScenario])).toEqual([inScenario, inScenario]);
  });
});
