import { describe, expect, it } from 'vitest';
import { simulate } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { chatter } from '../testing/chatter.ts';
import { upgraded } from '../testing/upgraded.ts';
import { faultText } from './words.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => String(seed + 1));

/** Seeds in whose runs something is found. */
const failures = (system: System, fits: (scenario: Scenario) => boolean = () => true): readonly string[] =>
  SEEDS.filter((seed) => {
    const scenario = drawScenario(seed, system);
    return fits(scenario) && simulate(system, scenario).verdict !== 'pass';
  });

const rollsBack = ({ faults }: Scenario): boolean => (faults.upgrade?.rollbackPpm ?? 0) > 0;

describe('upgrades', () => {
  const both = upgraded('both', { writes: 2, reads: [1, 2] }, [1, 2]);
  const forgetsOld = upgraded('forgets-old', { writes: 2, reads: [2] });
  const noWayBack = upgraded('no-way-back', { writes: 2, reads: [1, 2] });

  it('should be in half of the runs of a system that has an earlier version, and in none of another', () => {
    const share = (system: System): number =>
      SEEDS.filter((seed) => drawScenario(seed, system).faults.upgrade !== undefined).length;
    expect(share(both)).toBeGreaterThan(12);
    expect(share(both)).toBeLessThan(28);
    expect(share(chatter)).toBe(0);
  });

  it('should find nothing where both versions read the records of both', () => {
    expect(failures(both)).toEqual([]);
  });

  it('should find a version that does not read the records of the one before', () => {
    expect(failures(forgetsOld).length).toBeGreaterThan(3);
  });

  it('should find, by rollbacks only, a version that leaves records which the one before does not read', () => {
    expect(failures(noWayBack, (scenario) => !rollsBack(scenario))).toEqual([]);
    expect(failures(noWayBack, rollsBack).length).toBeGreaterThan(1);
  });

  it('should be counted, and told in words', () => {
    const seed = SEEDS.find((each) => rollsBack(drawScenario(each, both))) ?? '';
    const { upgrades = 0, rollbacks = 0, crashes } = simulate(both, drawScenario(seed, both)).faults;
    expect(upgrades).toBeGreaterThan(0);
    expect(crashes).toBe(upgrades + rollbacks);
    const name = (process: number): string => `replica ${process}`;
    expect(faultText({ fault: 'upgrade', what: 'on', process: 1 }, name)).toBe('replica 1 is upgraded');
    expect(faultText({ fault: 'upgrade', what: 'back', process: 1 }, name)).toBe(
      'replica 1 is rolled back to the earlier version',
    );
  });

  it('should be refused where there is no earlier version', () => {
    const { faults } = drawScenario(SEEDS.find((each) => rollsBack(drawScenario(each, both))) ?? '', both);
    const scenario = { ...drawScenario('1', chatter), faults };
    expect(() => simulate(chatter, scenario)).toThrow(
      'chatter cannot be upgraded: it has no earlier version',
    );
  });

  it('should be left out by an edit', () => {
    const seed = failures(forgetsOld)[0] ?? '';
    const scenario = drawScenario(seed, forgetsOld);
    const edits = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`upgrade #${i + 1}`, 0]));
    const result = simulate(forgetsOld, scenario, { edits });
    expect([result.verdict, result.faults['upgrades']]).toEqual(['pass', 0]);
  });

  it('should be the same in a fork, whatever runs where', () => {
    const scenario = drawScenario(SEEDS.find((each) => rollsBack(drawScenario(each, both))) ?? '', both);
    const run = Simulation.create(both, scenario);
    for (let i = 0; i < 400 && run.step() === undefined; i++);
    const fork = run.fork();
    for (const each of [run, fork]) while (each.step() === undefined);
    expect(fork.stateHash()).toBe(run.stateHash());
    expect(fork.world.hash).toBe(run.world.hash);
  });
});
