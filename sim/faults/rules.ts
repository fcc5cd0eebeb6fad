import * as z from 'zod';
import { faultClass, type Injection } from './fault-class.ts';
import { drawRules } from './rules/draw.ts';
import { RuleEngine } from './rules/engine.ts';
import { lessRules } from './rules/fewer-rules.ts';
import { type Rule, rulesSchema } from './rules/rule.ts';
import { type FiredAt, firedText, ruleText } from './rules/rule-words.ts';
import { newRulesState, type RulesState } from './rules/rules-state.ts';
import { lengthOf } from './rules/simpler-rule.ts';

const schema = z.strictObject({ rules: rulesSchema.describe('triggers and actions, in order (rules.md)') });

/** No events: a calm rule set. */
const NOTHING: readonly Rule[] = [];

/**
 * Faults triggered by events: when this happens, do that. Fault rates rarely hit a narrow window; rules do. A rule draws nothing
 * during the run, so it does not affect the draws of other streams. Each is one decision, `rule #1`.
 */
export const rules = faultClass<'rules', { rules: readonly Rule[] }, RulesState>({
  name: 'rules',
  noun: 'rules',
  summary: 'faults by what happens: a trigger and an action (docs/rules.md)',
  apart: true,
  schema,
  calm: { rules: NOTHING },
  draw: (s, draft) => {
    const drawn = drawRules(s, draft);
    return drawn.length === 0 ? undefined : { rules: drawn };
  },
  describe: (options) => options.rules.map(ruleText).join(' · '),
  parts: ({ rules }) => rules.reduce((sum, rule) => sum + lengthOf(rule), 0),
  lessen: (options) => lessRules(options.rules).map((left) => ({ rules: left })),
  sites: { rule: ['run', 'fault'] },
  counts: {
    rulesFired: ['rule fired', 'rules fired'],
    messagesHeld: ['message held by a rule', 'messages held by rules'],
  },
  tell: ({ what, process, rule, fired }, name) => {
    if (what === 'severed')
      return `nothing passes between ${name(process ?? 0)} and the other replicas as the rule says`;
    if (what === 'joined') return 'the cut of a rule ends';
    if (what === 'idle') return `rule ${Number(rule)} finds nothing to act on`;
    const told = fired as Rule & { readonly at: FiredAt }; // as reported by the engine
    return `rule ${Number(rule)}: ${firedText(told, told.at, name)}`;
  },
  due: 'a delayed effect of a rule is due',
  initial: newRulesState,
  inject({ rules: list }, port, state) {
    const engine = new RuleEngine(list, port, state);
    const { network, world } = port;
    const injection: Injection = {
      ...(engine.waitsFor('send') && {
        message: ({ from, to, message, id }) =>
          engine.noteMessage('send', { from, to, message, id }, () => network.wrapped(message)),
      }),
      ...(engine.waitsFor('deliver') && {
        arrival: (from, to, message, id) =>
          !engine.passes(id) && engine.noteMessage('deliver', { from, to, message, id }, () => message),
      }),
      request: {
        ...(engine.waitsFor('issue') && {
          issued: (process, op, file) => engine.note('issue', `${op} ${file}`, process, true),
        }),
        delay(process, _, delayUs) {
          const slow = state.slow.get(process);
          if (slow === undefined || slow.untilUs <= world.nowUs) return delayUs;
          // When the spell ends, requests that still wait take no longer than usual. Without this: (1) a spell of 132 ms, 1000 times
          // slower, stretches a write to 42 s; (2) faults stop; (3) a replica that waits for it misses the bound of 30 s.
          return Math.min(delayUs * slow.factor, slow.untilUs - world.nowUs + delayUs);
        },
        survivors: (process, _, lengthBytes) => (state.losing.includes(process) ? 0 : lengthBytes),
      },
      ...(engine.waitsFor('point') && {
        point(process, name) {
          engine.note('point', name, process, true);
          return false;
        },
      }),
      noted(what, process, name) {
        if (what !== 'step') engine.note(what, name, process, what === 'probe' || what === 'return');
        else if (engine.waitsFor('label') && process < world.replicas) engine.noteLabel(process);
      },
      crashed(process) {
        state.losing = state.losing.filter((other) => other !== process);
        state.labels[process] = 'down';
        engine.note('crash', '', process, false);
      },
      due: (code) => engine.due(code),
      heal: () => engine.acts.heal(),
    };
    return injection;
  },
});
