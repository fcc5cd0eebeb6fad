import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { possibleFaults } from '../campaign/possible-faults.ts';
import { ppm } from '../chance/units.ts';
import { applied, parseSet } from '../input/overrides.ts';
import { simulate } from '../run/run.ts';
import { parseScenario, type Scenario } from '../scenario/scenario.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { faultSimplifications, lessened } from '../shrink/simplifications.ts';
import { vsr } from '../systems/vsr.ts';
import { chatter } from '../testing/chatter.ts';
import { faultHelp, faultTable } from '../text/fault-table.ts';
import { scenarioLines } from '../text/scenario-lines.ts';
import { faultClass } from './fault-class.ts';
import { faultClasses, registerFault } from './registry.ts';
import { effectsText, faultText } from './words.ts';

/** A class of faults as somebody would add one: all of it is here. */
const echo = faultClass({
  name: 'echo',
  noun: 'echoes',
  summary: 'a process gets its own message back',
  schema: z.strictObject({ ppm: ppm.describe('share of messages that come back') }),
  calm: { ppm: 0 },
  draw: (s) => ({ ppm: s.between(100_000, 300_000) }),
  describe: (options) => `${options.ppm} per million`,
  lessen: (options) => (options.ppm > 1_000 ? [{ ppm: Math.floor(options.ppm / 2) }] : []),
  sites: { echo: ['link', 'fault'] },
  counts: { echoed: ['message echoed', 'messages echoed'] },
  tell: ({ process }, name) => `${name(process ?? 0)} hears itself`,
  initial: () => ({ last: -1 }),
  inject(options, { decisions, network, world, counter }, state) {
    const site = decisions.site('echo', 'link', 'fault');
    return {
      message(departure) {
        const { entity, index, from, message } = departure;
        if (!decisions.chance(site, entity, index, options.ppm)) return false;
        counter('echoed').n++;
        state.last = from;
        world.fault({ fault: 'echo', process: from });
        network.carry(departure, from, network.wrapped(message));
        return true;
      },
    };
  },
});

describe('a class of faults in one file', () => {
  let unregister = (): void => {};
  beforeEach(() => {
    unregister = registerFault(echo);
  });
  afterEach(() => unregister());

  const drawnWith = (): Scenario => {
    for (let seed = 1; ; seed++) {
      const scenario = drawScenario(String(seed), chatter);
      if ('echo' in scenario.faults) return scenario;
    }
  };

  it('should be drawn by the swarm, without changing what is drawn for any other class', () => {
    const scenario = drawnWith();
    unregister();
    const { faults } = drawScenario(scenario.seed, chatter);
    const others = Object.entries(scenario.faults).filter(([name]) => name !== 'echo');
    if (others.length > 1) expect(faults).toEqual(Object.fromEntries(others));
    unregister = registerFault(echo);
  });

  it('should be in the schema, with its options checked', () => {
    const scenario = drawnWith();
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toEqual(scenario);
    const wrong = { ...scenario, faults: { ...scenario.faults, echo: { ppm: -1 } } };
    expect(() => parseScenario(wrong)).toThrow('faults.echo.ppm');
  });

  it('should be set and left out on the command line', () => {
    const scenario = drawScenario('1', chatter);
    const set = parseScenario(applied(scenario, parseSet('echo.ppm=7')));
    expect(set.faults).toMatchObject({ echo: { ppm: 7 } });
    expect('echo' in parseScenario(applied(set, parseSet('echo=null'))).faults).toBe(false);
  });

  it('should strike, be counted, be told and be edited', () => {
    const scenario = { ...drawnWith(), replicas: 3, thinkUs: 1_000_000, safetyUs: 100_000 };
    const told: string[] = [];
    const observer = {
      initial: () => ({}),
      on: {
        fault: (_: object, __: unknown, event: Parameters<typeof faultText>[0]) =>
          void told.push(faultText(event, String)),
      },
    };
    const { faults } = simulate(chatter, scenario, { observers: [observer] });
    expect(faults['echoed']).toBeGreaterThan(0);
    expect(told).toContain('0 hears itself');
    expect(effectsText({ echoed: 2 })).toBe('2 messages echoed');
    const edits = { 'echo 0>1 #1': 1 };
    const { echo: _, ...calm } = scenario.faults as Record<string, object>;
    expect(simulate(chatter, { ...scenario, replicas: 3, faults: calm }, { edits }).faults['echoed']).toBe(1);
  });

  it('should stand in the lines of a scenario, with and without', () => {
    const lines = new Map(scenarioLines(drawnWith(), chatter));
    expect(lines.get('echoes')).toMatch(/per million/);
    const without = new Map(scenarioLines({ ...drawnWith(), faults: {} }, chatter));
    expect(without.get('none of')).toContain('echoes');
  });

  it('should be in the help and in the table of the docs', () => {
    expect(faultHelp()).toMatch(/\n {2}echo +a process gets its own message back \(ppm\)/);
    expect(faultTable().join('\n')).toContain(
      '| `echo` | a process gets its own message back | `ppm`: share of messages',
    );
  });

  it('should be left out and lessened by shrink', () => {
    const scenario = drawnWith();
    const simpler = faultSimplifications().flatMap((simplify) => simplify(scenario) ?? []);
    expect(simpler.some(({ faults }) => !('echo' in faults))).toBe(true);
    expect(lessened(scenario).some(({ faults }) => 'echo' in faults)).toBe(true);
  });

  it('should be missed by a campaign in which it had no effect', () => {
    expect(possibleFaults([chatter])).toContain('echoed');
  });

  it('should be refused a second time', () => {
    expect(() => registerFault(echo)).toThrow('there is a fault class echo already');
  });
});

describe('the classes that come along', () => {
  it('should stand in docs/faults.md', () => {
    const docs = readFileSync(path.resolve(import.meta.dirname, '../../docs/faults.md'), 'utf8');
    expect(docs).toContain(faultTable().join('\n'));
  });

  it('should take decisions and count effects under names of their own', () => {
    const names = faultClasses().flatMap(({ sites }) => Object.keys(sites));
    expect(new Set(names).size).toBe(names.length);
    const counts = faultClasses().flatMap((fault) => Object.keys(fault.counts));
    expect(new Set(counts).size).toBe(counts.length);
  });

  it('should declare every decision that is taken in a run', () => {
    const declared = new Map(faultClasses().flatMap(({ sites }) => Object.entries(sites)));
    const own = new Set(OWN_SITES);
    const taken = new Map<string, string>();
    for (let seed = 1; seed <= 6; seed++) {
      const recorder = {
        decided: ({ name, meaning }: { name: string; meaning: string }) => void taken.set(name, meaning),
      };
      simulate(vsr, drawScenario(`sites ${seed}`, vsr), { recorder });
    }
    for (const [name, meaning] of taken)
      expect([name, own.has(name) || declared.get(name)?.[1] === meaning]).toEqual([name, true]);
  });

  it('should change nothing while they are calm', () => {
    const scenario = { ...drawScenario('calm classes', chatter), faults: {}, safetyUs: 200_000 };
    const guide = { value: (_: unknown, __: number, ___: number, drawn: number) => drawn };
    const { faults } = simulate(chatter, scenario, { guide });
    expect(Object.values(faults).every((count) => count === 0)).toBe(true);
  });
});

/** Decisions of the network, the disks, the workload and the phases. */
const OWN_SITES = [
  'delay',
  'priority',
  'priority-change',
  'disk-delay',
  'process',
  'downtime',
  'operation',
  'operation-draw',
  'think',
  'core-order',
  'outsider',
];
