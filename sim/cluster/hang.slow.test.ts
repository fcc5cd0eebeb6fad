import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trialOf } from '../determinism/program-trial.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import { finish } from '../run/run.ts';
import { type SetUp, Simulation } from '../run/simulation.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { some } from '../testing/long.ts';
import { defineCluster } from './define-cluster.ts';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hang-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LIMIT_MS = 1_000;

/** Servers that hang at the fifth request, on line 5. */
const SERVER =
  "let n = 0;\nrequire('node:http').createServer((_, response) => { response.end('x'); if (++n > 4) spin(); }).listen(8080);";
const HANGS = {
  'a busy loop': `${SERVER}\nfunction spin() {\n  for (;;) {\n n = Math.sqrt(n + 1); }\n}`,
  'a chain of promises': `${SERVER}\nasync function spin() {\n  for (;;)\n for (let at = 0; at < 5000; at++) n = Math.sqrt(n + await at);\n}`,
  'a chain of ticks': `${SERVER}\nfunction spin() {\n  n++;\n  for (let at = 0; at < 5000; at++) n = Math.sqrt(n + at);\n  process.nextTick(spin);\n}`,
  'a chain of microtasks': `${SERVER}\nfunction spin() {\n  n++;\n  for (let at = 0; at < 5000; at++) n = Math.sqrt(n + at);\n  queueMicrotask(spin);\n}`,
} as const;

function clusterOf(code: string, name: string, operation = () => 'ask'): System {
  const entry = path.join(folder, `${name}.cjs`);
  writeFileSync(entry, code);
  return defineCluster({
    name,
    nodes: { entry, count: 2 },
    client: async (_: string, { nodes }) => (await fetch(`http://${nodes[0]}:8080/`)).text(),
    operation,
  });
}

/** A run in this thread, as all commands and tests make it. */
function run(system: System, setUp: SetUp = {}) {
  const scenario = { ...calmed(drawScenario('1', system)), clients: 1, operations: 20 };
  return inOwnTurn(() => {
    const simulation = Simulation.create(system, scenario, setUp);
    return finish(simulation);
  });
}

describe('a program that does not give back control', () => {
  it.each(some(Object.keys(HANGS) as (keyof typeof HANGS)[], 2))(
    'should be stopped and named with its line: %s',
    async (kind) => {
      const name = kind.replaceAll(' ', '-');
      const { verdict, reason, hang } = await run(clusterOf(HANGS[kind], name), { programMsMax: LIMIT_MS });
      expect(verdict).toBe('error');
      expect(reason).toMatch(
        new RegExp(`^spin \\(${name}\\.cjs:[56]\\): a program did not give back control within 1 s$`),
      );
      expect(hang?.step).toBeGreaterThan(5);
    },
  );

  it('should not be blamed for a machine that gives it no time', async () => {
    let pausesMs = 1.5 * LIMIT_MS;
    const system = clusterOf(SERVER.replace('spin()', '0'), 'starved', () => {
      // The thread waits without using a core, as it does when another process has it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pausesMs);
      pausesMs = 0;
      return 'ask';
    });
    expect((await run(system, { programMsMax: LIMIT_MS })).verdict).toBe('pass');
    expect(pausesMs).toBe(0);
  });

  it('should leave the thread fit for further runs', async () => {
    const system = clusterOf(SERVER.replace('spin()', '0'), 'sound');
    expect((await run(system)).verdict).toBe('pass');
  });

  it('should be named before any fault when it is its first turn', async () => {
    const system = clusterOf('let n = 0;\nfor (;;)\n  n++;', 'first');
    const scenario = drawScenario('1', system);
    expect(await inOwnTurn(() => trialOf(system, scenario, LIMIT_MS))).toMatch(
      /^a function \(first\.cjs:[23]\): a program did not give back control within 1 s$/,
    );
  });
});
