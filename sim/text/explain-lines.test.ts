import { describe, expect, it } from 'vitest';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { systems } from '../systems/index.ts';
import { storyText } from './explain-lines.ts';
import { plain } from './paint.ts';

describe('the story', () => {
  const system = systems.get('ping-pong');
  if (system === undefined) throw new Error('no ping-pong');
  const calm = calmed(drawScenario('1', system));
  const story = [{ step: 3, timeUs: 2000, kind: 'call', process: 2, text: 'client 2 calls' }] as const;

  it('should begin with the rules, in the words that a person gives', () => {
    const ruled = {
      ...calm,
      faults: {
        rules: {
          rules: [
            { when: { on: 'deliver', what: 'Ping', to: 1, nth: 2 }, then: { do: 'hold', forUs: 2_000_000 } },
            { when: { on: 'rule', rule: 1 }, then: { do: 'crash', at: 'it', losing: true } },
          ],
        },
      },
    } as const;
    expect(storyText(story, ruled, plain)).toEqual([
      '  the story',
      '    rule 1: when deliver Ping to 1 #2, hold 2s',
      '    rule 2: when rule 1, crash losing',
      '     1. client 2 calls  step 3 · 2 ms',
    ]);
  });

  it('should begin with the first event where there is no rule', () => {
    expect(storyText(story, calm, plain)).toEqual(['  the story', '     1. client 2 calls  step 3 · 2 ms']);
  });
});
