import { describe, expect, it } from 'vitest';
import { register } from '../../invariants/linearizability/models/register.ts';
import type { ClientProcess, Process } from '../../src/process/process.ts';
import { defineCluster } from '../cluster/define-cluster.ts';
import { simulate } from '../run/run.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { defineSystem } from './define-system.ts';

const replica: Process<object, never> = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {} };
const client: ClientProcess<object, never, unknown, unknown> = {
  ...replica,
  invoke(_, operation, ctx) {
    ctx.complete({ type: 'ok', result: operation });
  },
};
const base = { name: 'wrong', replica, client };

const violationOf = (system: System) => simulate(system, drawScenario('1', system)).violation;

describe('values that a definition gives', () => {
  it('should be blamed on the function that gave them: an operation that is not plain data', () => {
    const violation = violationOf(defineSystem({ ...base, operation: () => new Map() }));
    expect(violation?.invariant).toBe('I0');
    expect(violation?.facts).toHaveLength(1); // no line of ours
    expect(violation?.facts[0]).toMatch(
      /^`operation` of the definition threw .*which it gave, is not plain data: it is a Map/,
    );
  });

  it('should be blamed in the same way in a cluster of programs', () => {
    const operation = () => new Map();
    const client = async () => 'never called';
    const cluster = defineCluster({
      name: 'wrong',
      nodes: { entry: import.meta.filename },
      client,
      operation,
    });
    const run = cluster.build(drawScenario('1', cluster));
    expect(() => run.operation({ below: () => 0, pick: () => 0 }, 4, 1)).toThrow(
      /^`operation` threw .*operation 1 of client 4, which it gave, is not plain data: it is a Map/,
    );
  });

  it('should be blamed on the model that does not know them: an operation of another kind', () => {
    const operation = () => ({ kind: 'frob' }) as never;
    const violation = violationOf(defineSystem({ ...base, operation, model: register as never }));
    expect(violation?.invariant).toBe('I0');
    expect(violation?.facts[0]).toMatch(/the model register has no operation \{"kind":"frob"\}/);
  });

  it('should be refused where a scenario cannot hold them: settings that are no numbers, strings or booleans', () => {
    const system = defineSystem({
      ...base,
      operation: () => 1,
      settings: { draw: () => ({ eager: [1] }) as never },
    });
    expect(() => system.build(drawScenario('1', system))).toThrow(
      'settings.eager: what `draw` gave is no number, string or boolean',
    );
  });
});
