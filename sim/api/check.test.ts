import { describe, expect, it } from 'vitest';
import { registerSingle } from '../systems/registers.ts';
import { check } from './check.ts';
import { checkTest } from './check-test.ts';

const registers = {
  replicas: 1,
  clients: 2,
  operations: 1,
  settings: { resendUs: 1000, retryUs: 1000, giveUpUs: 1000 },
  timers: { clients: { 0: 'retry' } },
};

describe('check', () => {
  it('should say that a single copy holds, retried and all', () => {
    const { failure, holds, unique } = check(registerSingle, {
      ...registers,
      configuration: { timers: { retry: 1 } },
    });
    expect(failure).toBeUndefined();
    expect(holds).toBe(true);
    expect(unique).toBeGreaterThan(50);
  });

  it('should begin after a warm-up', () => {
    const { holds, unique } = check(registerSingle, { ...registers, warmUp: 1 });
    const cold = check(registerSingle, { ...registers, operations: 2 });
    expect([holds, cold.holds]).toEqual([true, true]);
    expect(unique).toBeLessThan(cold.unique);
  });

  it('should give the shortest way to what must not be', () => {
    const { failure, holds } = check(registerSingle, {
      ...registers,
      properties: [
        {
          kind: 'always',
          name: 'no request comes',
          reads: {
            of: 'process',
            holds: (state, process) =>
              process > 0 || !('desk' in state) || Reflect.get(Object(state.desk), 'last').size === 0,
          },
        },
      ],
    });
    expect(holds).toBe(false);
    expect(failure).toContain('✗ no request comes (violated)');
    expect(failure).toContain('replica 0 receives from client');
  });

  it('should prove nothing when it gives up', () => {
    const { failure, holds } = check(registerSingle, { ...registers, operations: 3, statesMax: 10 });
    expect(holds).toBe(false);
    expect(failure).toMatch(/^given up after 1\d states: nothing is proven$/);
  });
});

checkTest('a single copy, as a test', registerSingle, registers);
