import { describe, expect, it } from 'vitest';
import type { Observer } from '../../../invariants/observer.ts';
import { processId } from '../../../src/process/ids.ts';
import { Sequence } from '../../chance/streams.ts';
import { defineSystem } from '../../define/define-system.ts';
import { allSets, applied, parseSet } from '../../input/overrides.ts';
import { rehearsed } from '../../run/rehearsal.ts';
import { simulate } from '../../run/run.ts';
import { parseScenario, type Scenario } from '../../scenario/scenario.ts';
import { calmed, drawScenario } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { noEffectText, quietRules } from '../../text/no-effect.ts';
import { dueText, faultText } from '../words.ts';
import { drawRules } from './draw.ts';
import { rulesLeft } from './fewer-rules.ts';
import { firedRules } from './fired-rules.ts';
import { parseRules } from './rule-parse.ts';
import { ruleText, thenText, whenText } from './rule-words.ts';

const given = (...pairs: readonly (readonly [string, string])[]) => parseRules(pairs);

/** A calm run of three replicas with these rules. */
function calmWith(...pairs: readonly (readonly [string, string])[]): Scenario {
  const calm = calmed(drawScenario('rules', vsr));
  return parseScenario({
    ...calm,
    replicas: 3,
    clients: 2,
    operations: 10,
    settings: { ...calm.settings, checkpointOps: 0, reads: 'log', readers: 0, leaseUs: 0 },
    faults: pairs.length === 0 ? {} : { rules: { rules: given(...pairs) } },
  });
}

/** The faults of a run in words, and the messages in order of arrival. */
function watched(scenario: Scenario, edits = {}) {
  const told: string[] = [];
  const arrivals: string[] = [];
  const observer: Observer<object, unknown, unknown, { type: string }> = {
    initial: () => ({}),
    on: {
      fault: (_, __, event) => void told.push(faultText(event, (process) => `p${process}`)),
      deliver: (_, { nowUs }, from, to, { type }) => void arrivals.push(`${type} ${from}>${to} ${nowUs}`),
      crash: (_, __, process) => void told.push(`crash ${process}`),
    },
  };
  const result = simulate(vsr, scenario, { observers: [observer as never], edits });
  expect(result.verdict).toBe('pass');
  return { told, arrivals, result };
}

describe('a rule', () => {
  it('should hold a message, and let it arrive later', () => {
    const { told, arrivals, result } = watched(calmWith(['deliver Prepare to 1 #2', 'hold 40ms']));
    expect(told[0]).toBe('rule 1: a message is held for 40 ms as Prepare from p0 reaches p1');
    expect(result.faults).toMatchObject({ rulesFired: 1, messagesHeld: 1 });
    const plain = watched(calmWith()).arrivals;
    expect(arrivals.filter((each) => each.startsWith('Prepare 0>1')).length).toBeGreaterThanOrEqual(
      plain.filter((each) => each.startsWith('Prepare 0>1')).length,
    );
    expect(arrivals).not.toEqual(plain);
  });

  it('should be named when what they have delayed is due', () => {
    expect(dueText('rules')).toBe('a delayed effect of a rule is due');
    expect(dueText('drop')).toBe('drops: an event is due');
  });

  it('should hold until another one fires', () => {
    const { told, arrivals } = watched(
      calmWith(['deliver Prepare to 1', 'hold until rule 2'], ['deliver PrepareOk from 2 #3', 'lose']),
    );
    expect(told).toHaveLength(2);
    const lost = arrivals.filter((each) => each.startsWith('PrepareOk 2>0'));
    const first = arrivals.findIndex((each) => each.startsWith('Prepare 0>1'));
    expect(first).toBeGreaterThan(arrivals.indexOf(lost[1] ?? ''));
  });

  it('should crash a process before, amid and after a handler', () => {
    for (const moment of ['before', 'amid', 'after']) {
      const { told } = watched(calmWith(['send PrepareOk from 1 #2', `crash ${moment}`]));
      expect(told.slice(0, 2)).toEqual([
        'rule 1: p1 is made to crash as p1 sends PrepareOk to p0',
        'crash 1',
      ]);
    }
    const { told, arrivals } = watched(calmWith(['deliver Prepare to 2', 'crash receiver before']));
    expect(told[1]).toBe('crash 2');
    expect(arrivals.findIndex((each) => each.startsWith('PrepareOk 2>0'))).toBeGreaterThan(-1); // after its restart
  });

  it('should slow a disk down, and not what waits beyond the spell (seed 72326 at 1ae8358)', () => {
    const answered: number[] = [];
    let firedUs = 0;
    const observer: Observer<object, unknown, unknown, unknown> = {
      initial: () => ({}),
      on: {
        fault(_, { nowUs }) {
          if (firedUs === 0) firedUs = nowUs;
        },
        disk: (_, { nowUs }, process) => void (process === 1 && firedUs > 0 && answered.push(nowUs)),
      },
    };
    const rule = ['deliver Prepare to 1 #1', 'slow-disk 1 by 10000 for 500ms'] as const;
    const scenario = { ...calmWith(rule), operations: 300 };
    simulate(vsr, scenario, { observers: [observer as never] });
    const quickUs = scenario.disk.latencyMinUs;
    expect(answered[0]).toBe(firedUs + 500_000 + quickUs);
  });

  it('should cut a replica off when its label changes, and mend it', () => {
    const { told } = watched(calmWith(['label "normal primary" at 0', 'cut for 300ms']));
    expect(told[0]).toBe('rule 1: p0 is cut off for 300 ms when p0 becomes "normal primary"');
    expect(told).toContain('the cut of a rule ends');
  });

  it('should follow another one, and wait for it', () => {
    const { told } = watched(
      calmWith(
        ['point before-start-view-change', 'pause for 5ms'],
        ['deliver Prepare to 1 #3', 'lose'],
        ['rule 2', 'pause replica 2 for 5ms'],
        ['deliver Prepare to 1 after rule 2', 'copy in 30ms'],
      ),
    );
    expect(told.map((each) => each.slice(0, 7)).slice(0, 3)).toEqual(['rule 2:', 'rule 3:', 'rule 4:']);
  });

  it('should end the handler that runs when the rule that it follows fires, and leave nothing of it behind', () => {
    const bytes = new Uint8Array(512);
    const writer = defineSystem({
      name: 'writer',
      points: ['here'],
      replicas: 1,
      replica: {
        init: () => ({ starts: 0 }),
        // A write that a crash left in flight would lie under this one.
        start: (_, ctx) => ctx.disk.write('file', 0, bytes, 0),
        message(_, from, message, ctx) {
          ctx.point('here');
          ctx.disk.write('file', 0, bytes, 0);
          ctx.send(from, message);
        },
        timer() {},
        disk() {},
      },
      client: {
        init: () => ({ open: false }),
        start() {},
        invoke(state, _, ctx) {
          state.open = true;
          ctx.setTimer(0, 1_000);
        },
        timer(state, _, ctx) {
          if (!state.open) return;
          ctx.send(processId(0), 'ask');
          ctx.setTimer(0, 100_000);
        },
        message(state, _, __, ctx) {
          if (!state.open) return;
          state.open = false;
          ctx.complete({ type: 'ok', result: null });
        },
        disk() {},
      },
      operation: () => 'write',
    });
    const calm = calmed(drawScenario('rules', writer));
    for (const moment of ['before', 'amid', 'after']) {
      const rules = given(['point here', 'pause for 1ms'], ['rule 1', `crash ${moment}`]);
      const scenario = { ...calm, clients: 1, operations: 3, faults: { rules: { rules } } };
      const { verdict, violation, faults } = simulate(writer, scenario);
      expect({ verdict, violation }).toEqual({ verdict: 'pass', violation: undefined });
      expect(faults).toMatchObject({ rulesFired: 2, crashes: 1, pauses: 1 });
    }
  });

  it.each(['crash 9', 'cut 3 for 1s', 'slow-disk 3 by 9 for 1s', 'release rule 1', 'crash 9 in 1ms'])(
    'should be told when it finds nothing to act on: %s',
    (then) => {
      const scenario = calmWith(['deliver Prepare', then]);
      const fired = new Map<number, number>();
      simulate(vsr, scenario, { observers: [firedRules(fired)] });
      expect([...fired]).toEqual([[1, 0]]);
      expect(watched(scenario).told.at(-1)).toBe('rule 1 finds nothing to act on');
      expect(quietRules(vsr, scenario, fired, 1).map(noEffectText)).toEqual([
        `rule 1 had no effect: it fired, and "${then}" found nothing to act on`,
      ]);
    },
  );

  it('should be left out by an edit of its one decision', () => {
    const scenario = calmWith(['every deliver Prepare to 2', 'lose']);
    expect(watched(scenario).result.faults['rulesFired']).toBeGreaterThan(1);
    const { told, result } = watched(scenario, { 'rule #1': 0 });
    expect(told).toEqual([]);
    expect(result.hash).toBe(watched(calmWith()).result.hash);
  });

  it('should let go of everything when faults stop', () => {
    const { told } = watched(
      calmWith(['every deliver Commit', 'hold 3000s'], ['deliver Prepare', 'cut receiver for 3000s']),
    );
    expect(told).toContain('the cut of a rule ends');
  });

  it('should change no draw of any other stream', () => {
    const vocabulary = vsr.vocabulary;
    for (let seed = 1; seed <= 5; seed++) {
      const drawn = drawScenario(`draws ${seed}`, vsr);
      const scenario = { ...drawn, operations: Math.min(10, drawn.operations), stepsMax: 8_000 };
      const { rules: _, ...faults } = scenario.faults;
      const values = (rules?: Scenario['faults']['rules']): Map<string, number> => {
        const taken = new Map<string, number>();
        const guide = {
          value: ({ name }: { name: string }, entity: number, index: number, value: number) => {
            if (!ASKED.includes(name)) taken.set(`${name} ${entity} ${index}`, value);
            return value;
          },
        };
        // Under a guide every fault class makes its decisions; absent ones are calm.
        simulate(
          vsr,
          { ...scenario, faults: rules === undefined ? faults : { ...faults, rules } },
          { guide },
        );
        return taken;
      };
      const s = new Sequence(`draws ${seed}`, 'rules');
      const drawnRules = drawRules(s, { ...scenario, points: [], vocabulary });
      const list = rulesLeft(drawnRules, ({ then }) => then.do !== 'wipe');
      const without = values();
      const shared = [...values({ rules: list })].filter(([name]) => without.has(name));
      expect(shared.length).toBeGreaterThan(1000);
      for (const [name, value] of shared) expect([name, value]).toEqual([name, without.get(name)]);
    }
  });
});

/** Decisions with bounds chosen by a process. */
const ASKED = ['rule', 'process', 'operation-draw'];

describe('rules in words', () => {
  it('should be read as they are written', () => {
    const texts = [
      ['deliver StartView to 0', 'hold 2s'],
      ['send DoViewChange from 2 #2', 'crash sender before losing'],
      ['label "normal primary" at 1', 'cut out for 300ms in 5ms'],
      ['every complete sync wal-0 at 2', 'slow-disk by 100 for 1s'],
      ['deliver Prepare from 0 to 1 #3 x5 after rule 1', 'hold 500us until rule 6'],
      ['rule 1', 'release rule 5'],
      ['start at 2 #2', 'jump-clock by -3s'],
      ['probe view-change', 'wipe 1'],
      ['call at 3', 'pause for 20ms'],
      ['call at 3', 'pause for 137.971ms'],
      ['call at 3', 'jump-clock by -469.592017s'],
    ] as const;
    const rules = given(...texts);
    expect(rules.slice(-2).map(({ then }) => thenText(then))).toEqual(
      texts.slice(-2).map(([, then]) => then),
    );
    const again = rules.map(({ when, then }) => [whenText(when), thenText(then)] as const);
    expect(parseRules(again)).toEqual(rules);
    expect(again.slice(0, 5)).toEqual(texts.slice(0, 5));
    for (const rule of rules) expect(ruleText(rule)).toMatch(/^when .*, .*/);
  });

  it('should stay in a calm storm, whose other faults go', () => {
    const sets = allSets({ calm: true, when: ['send Prepare'], then: ['lose'] }, ['beyond=true']);
    const stormy: Scenario = { ...drawScenario('rules', vsr), faults: { drop: { ppm: 1000 } } };
    const { beyond, faults } = sets
      .map(parseSet)
      .reduce<Scenario>((before, set) => parseScenario(applied(before, set)), stormy);
    expect({ beyond, faults }).toEqual({
      beyond: true,
      faults: { rules: { rules: [{ when: { on: 'send', what: 'Prepare' }, then: { do: 'lose' } }] } },
    });
  });
});

describe('a rehearsal', () => {
  it('should learn what rules can wait for, the same each time', () => {
    const known = rehearsed(vsr);
    const names = (words: readonly (readonly [string, number])[]): string[] => words.map(([name]) => name);
    expect(names(known.messages)).toEqual(expect.arrayContaining(['Prepare', 'DoViewChange', 'Request']));
    expect(names(known.labels)).toEqual(expect.arrayContaining(['normal', 'normal primary', 'view-change']));
    expect(names(known.requests).some((name) => name.startsWith('sync '))).toBe(true);
    expect(names(known.points)).toContain('before-persist-view');
    expect(rehearsed(vsr)).toEqual(known);
  });
});
