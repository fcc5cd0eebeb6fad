import { describe, expect, it } from 'vitest';
import { lessRules } from './fewer-rules.ts';
import { parseRules } from './rule-parse.ts';
import { ruleText } from './rule-words.ts';

/** The rules that shrink tries instead, as text. */
const less = (...pairs: readonly (readonly [string, string])[]): readonly (readonly string[])[] =>
  lessRules(parseRules(pairs)).map((rules) => rules.map(ruleText));

describe('rules that shrink makes fewer', () => {
  it('should be dropped one at a time, with what builds on it', () => {
    const left = less(
      ['deliver Prepare', 'lose'],
      ['rule 1', 'pause 1 for 1us'],
      ['deliver PrepareOk', 'hold 1us until rule 2'],
    );
    expect(left.slice(0, 3)).toEqual([
      ['when deliver PrepareOk, hold 1us'],
      ['when deliver Prepare, lose', 'when deliver PrepareOk, hold 1us'],
      ['when deliver Prepare, lose', 'when rule 1, pause 1 for 1us'],
    ]);
  });
});

describe('a rule that shrink makes simpler', () => {
  const simpler = (when: string, then: string): readonly string[] => less([when, then]).flat();

  it('should fire sooner, less often, and anywhere', () => {
    expect(simpler('deliver Prepare from 0 to 1 #20 x3', 'lose')).toEqual([
      'when deliver Prepare from 0 to 1 x3, lose',
      'when deliver Prepare from 0 to 1 #20, lose',
      'when deliver Prepare to 1 #20 x3, lose',
      'when deliver Prepare from 0 #20 x3, lose',
      'when deliver Prepare from 0 to 1 #3 x3, lose',
      'when deliver Prepare from 0 to 1 #10 x3, lose',
      'when deliver Prepare from 0 to 1 #19 x3, lose',
      'when deliver Prepare from 0 to 1 #20 x2, lose',
    ]);
    expect(simpler('every label normal at 2', 'crash')).toEqual([
      'when label normal at 2, crash',
      'when every label normal, crash',
    ]);
  });

  it('should strike at once, for a shorter time, and as usual', () => {
    expect(simpler('deliver Ping', 'crash sender amid losing in 5ms')).toEqual([
      'when deliver Ping, crash sender amid losing',
      'when deliver Ping, crash sender losing in 5ms',
      'when deliver Ping, crash sender amid in 5ms',
    ]);
    expect(simpler('deliver Ping', 'cut in for 64us')).toEqual([
      'when deliver Ping, cut for 64us',
      'when deliver Ping, cut in for 8us',
      'when deliver Ping, cut in for 32us',
      'when deliver Ping, cut in for 63us',
    ]);
    expect(simpler('deliver Ping', 'copy in 9us')).toEqual([
      'when deliver Ping, copy in 2us',
      'when deliver Ping, copy in 5us',
      'when deliver Ping, copy in 8us',
    ]);
  });

  it('should have nothing left out of what it cannot be without', () => {
    expect(simpler('deliver Ping', 'lose')).toEqual([]);
  });
});
