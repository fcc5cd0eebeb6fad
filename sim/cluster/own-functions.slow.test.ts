import { randomUUID } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trialOf } from '../determinism/program-trial.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { RunResult } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { defineCluster } from './define-cluster.ts';
import type { ClusterInvariant } from './definition.ts';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'functions-')));
  writeFileSync(
    path.join(folder, 'server.cjs'),
    "require('node:http').createServer((_, response) => response.end('x')).listen(8080);",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Functions {
  readonly operation?: () => string;
  readonly broken?: ClusterInvariant['broken'];
  readonly steps?: () => void;
  readonly client?: () => unknown;
  readonly unsettled?: () => readonly string[];
}

/** A cluster with these functions in its definition. */
function clusterOf({
  operation = () => 'ask',
  broken = () => undefined,
  steps = () => {},
  client,
  unsettled = () => [],
}: Functions): System {
  return defineCluster({
    name: 'functions',
    nodes: { entry: path.join(folder, 'server.cjs'), count: 1 },
    client: async (_: string, { nodes }) => {
      const text = await (await fetch(`http://${nodes[0]}:8080/`)).text();
      return client === undefined ? text : (client() as string); // as JavaScript may
    },
    operation,
    unsettled,
    model: {
      name: 'echo',
      initial: 0,
      steps: (state: number) => {
        steps();
        return [{ state, result: 'x' }];
      },
      key: String,
      sameResult: (a, b) => a === b,
      kind: () => 'ask',
      describe: (operation) => operation,
    },
    invariants: [{ name: 'mine', statement: 'Mine holds.', broken }],
  });
}

const calm = (cluster: System): Scenario => calmed(drawScenario('1', cluster));

function runOf(functions: Functions): Promise<RunResult> {
  const cluster = clusterOf(functions);
  return inOwnTurn(() => simulate(cluster, calm(cluster)));
}

describe("functions of a cluster's definition, which run outside of its programs", () => {
  const leaks: readonly (readonly [call: string, leak: () => unknown])[] = [
    ['Date.now()', () => Reflect.apply(Date.now, Date, [])],
    ['Date.now()', () => new Date()],
    ['Math.random()', () => Math.random()],
    ['performance.now()', () => Reflect.apply(performance.now, performance, [])],
    ['crypto.randomUUID()', () => crypto.randomUUID()],
    ['crypto.randomUUID()', () => randomUUID()],
    ['process.hrtime.bigint()', () => process.hrtime.bigint()],
    ['os.hostname()', () => hostname()],
    ['setTimeout()', () => setTimeout(() => {}, 1)],
    ['queueMicrotask()', (): void => queueMicrotask(() => {})],
    ['fetch()', (): unknown => fetch('http://127.0.0.1:1/')],
  ];
  it.each(leaks)('should not see the machine: %s', async (call, leak): Promise<void> => {
    const given = (): string => `ask ${String(leak())}`;
    const inOperation = await runOf({ operation: given });
    expect(inOperation.nondeterminism).toMatchObject({ call });
    const inModel = await runOf({ steps: () => void leak() });
    expect(inModel.nondeterminism).toMatchObject({ call });
    const inInvariant = await runOf({ broken: () => void leak() });
    expect(inInvariant.nondeterminism).toMatchObject({ call });
  });

  it('should not hinder Node, which warns by a tick', async () => {
    const { verdict } = await runOf({ broken: () => void process.emitWarning('mine') });
    expect(verdict).toBe('pass');
  });

  it('should leave the machine as it was', async () => {
    expect((await runOf({})).verdict).toBe('pass');
    for (const [, leak] of leaks.slice(0, 5)) expect(leak).not.toThrow();
  });

  it('should be blamed for an operation that is not plain data, instead of the client that gets no answer', async () => {
    const cluster = clusterOf({ operation: () => undefined as unknown as string }); // as JavaScript may
    expect(await inOwnTurn(() => trialOf(cluster, calm(cluster)))).toBeUndefined();
    const { violation } = await inOwnTurn(() => simulate(cluster, calm(cluster)));
    expect(violation?.facts.join()).toMatch(/^`operation` of the definition threw .* it is undefined/);
  });

  const unplain: readonly (readonly [is: string, client: () => unknown])[] = [
    ['its value is undefined', () => ({ kind: 'read', value: undefined })],
    ['it is a Date', () => new Date(0)],
    ['its value is a function', () => ({ value: () => 1 })],
  ];
  it.each(unplain)('should be blamed for a result that is not plain data: %s', async (is, client) => {
    const cluster = clusterOf({ client });
    expect(await inOwnTurn(() => trialOf(cluster, calm(cluster)))).toBeUndefined();
    const { violation } = await inOwnTurn(() => simulate(cluster, calm(cluster)));
    expect(violation).toMatchObject({ invariant: 'I0' });
    expect(violation?.facts).toHaveLength(1); // no line of ours
    expect(violation?.facts[0]).toMatch(
      new RegExp(`^\`client\` of the definition threw .* it returned a result that is not plain data: ${is}`),
    );
  });

  it('should say why nodes do not agree, by one text or several', async () => {
    const { violation } = await runOf({ unsettled: () => ['0 is behind', '1 is ahead'] });
    expect(violation).toMatchObject({ invariant: 'L2' });
    expect(violation?.facts[0]).toBe('0 is behind; 1 is ahead');
  });

  it.each([[[]], [['']], [''], [undefined]])(
    'should not take %j, no facts, for a violation',
    async (none) => {
      expect((await runOf({ broken: () => none })).verdict).toBe('pass');
    },
  );

  const wrong: readonly (readonly [what: string, broken: () => unknown])[] = [
    ['a promise', async () => 'wrong'],
    ['true', () => true],
    ['[1]', () => [1]],
  ];
  it.each(wrong)('should be told that `broken` returned %s', async (what, broken) => {
    const { violation } = await runOf({ broken: broken as unknown as ClusterInvariant['broken'] }); // as JavaScript may
    expect(violation).toMatchObject({
      invariant: 'I0',
      facts: expect.arrayContaining([
        expect.stringContaining(
          `\`broken\` of mine returned ${what}: it returns a text or texts, and none while it holds`,
        ),
      ]),
    });
  });
});
