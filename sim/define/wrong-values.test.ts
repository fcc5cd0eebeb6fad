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

const clusterWith = (parts: object): System =>
  defineCluster({
    name: 'wrong',
    nodes: { entry: import.meta.filename },
    client: async () => 'never called',
    operation: () => 'ask',
    ...parts,
  });

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
    const cluster = clusterWith({ operation });
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

  it.each<[number | undefined, string]>([
    [4, '4'],
    [0, '0'],
    [1.5, '1.5'],
    [undefined, 'undefined'],
  ])('should be blamed on the function that gave them: a quorum of %s', (given, shown) => {
    const quorum = () => given as number;
    const says = `\`quorum\` threw TypeError: it returned ${shown} for 3 nodes: it returns an integer from 1 to 3`;
    const system = defineSystem({ ...base, operation: () => 1, quorum });
    expect(() => system.quorum(3)).toThrow(says);
    expect(() => clusterWith({ quorum }).quorum(3)).toThrow(says);
    expect(clusterWith({ quorum: () => 3 }).quorum(3)).toBe(3);
    expect(clusterWith({}).quorum(3)).toBe(2);
  });

  it('should be blamed on the function that gave them: environment variables that are no texts', () => {
    const env = () => ({ PORT: 8080 }) as never;
    const cluster = clusterWith({ nodes: { entry: import.meta.filename, env } });
    const build = (): unknown => cluster.build(drawScenario('1', cluster));
    const says = 'it is not an object of texts: its PORT is 8080';
    expect(build).toThrow(`\`env\` threw TypeError: ${says}`);
    expect(build).toThrow(expect.objectContaining({ cause: expect.objectContaining({ stack: says }) })); // no line of ours
  });

  it.each([[3], [undefined], [null], [[1]]])('should be blamed on `settings.draw`: %j', (given) => {
    const system = defineSystem({ ...base, operation: () => 1, settings: { draw: () => given as never } });
    expect(() => drawScenario('1', system)).toThrow(
      /^`settings\.draw` threw TypeError: it returned .*: it returns an object of settings$/,
    );
  });

  it('should be taken for disagreement when they are texts, and not when there are none', () => {
    const saidOf = (given: unknown): string | undefined => {
      const system = defineSystem({ ...base, operation: () => 1, diverged: () => given as string });
      return system.build(drawScenario('1', system)).diverged({} as never, []);
    };
    expect(saidOf(['0 is behind', '', '1 is ahead'])).toBe('0 is behind; 1 is ahead');
    expect(saidOf('apart')).toBe('apart');
    for (const none of [[], [''], '', undefined]) expect(saidOf(none)).toBeUndefined();
    expect(() => saidOf([1])).toThrow('it returned [1]: it returns a text, a list of texts, or undefined');
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
