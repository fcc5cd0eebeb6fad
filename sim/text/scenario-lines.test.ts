import { describe, expect, it } from 'vitest';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { registerNaive, registerSingle } from '../systems/registers.ts';
import { vsr } from '../systems/vsr.ts';
import { scenarioLines } from './scenario-lines.ts';

/** What is said of restarts when a replica outside the core would stay dead. */
function restartsOf(system: System, replicas: number): string | undefined {
  const scenario = {
    ...drawScenario('1', { ...system, vocabulary: undefined }),
    replicas,
    outsiders: ['dead' as const],
  };
  return new Map(scenarioLines(scenario, system)).get('restarts');
}

describe('replicas outside the core', () => {
  it.each([
    ['one replica', registerSingle, 1],
    ['all of two are needed', registerNaive, 2],
    ['a group of one', vsr, 1],
  ])('should not be told of where nobody can be outside: %s', (_, system, replicas) => {
    expect(restartsOf(system, replicas)).not.toContain('outside the core');
  });

  it.each([
    ['one of three', vsr, 3],
    ['one of several of which any one is enough', registerSingle, 3],
  ])('should be told of where somebody can: %s', (_, system, replicas) => {
    expect(restartsOf(system, replicas)).toContain('outside the core: dead');
  });
});
