import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type RegisterOperation,
  type RegisterResult,
  register,
} from '../../invariants/linearizability/models/register.ts';
import { trialOf } from '../determinism/program-trial.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import { simulate } from '../run/run.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { defineCluster } from './define-cluster.ts';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'trial-')));
  writeFileSync(path.join(folder, 'addon.node'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clusterAt = (entry: string): System =>
  defineCluster({
    name: 'wrong',
    nodes: { entry, count: 3 },
    client: async (_: string, { nodes }) => (await fetch(`http://${nodes[0]}:8080/`)).text(),
    operation: () => 'ask',
  });

/** Error message for a cluster of three such programs. */
function saidOf(code: string): Promise<string | undefined> {
  const entry = path.join(folder, 'program.cjs');
  const name = path.join(folder, `program${Math.abs(hash(code))}.cjs`);
  writeFileSync(name, code);
  const cluster = clusterAt(name);
  const scenario = drawScenario('1', cluster);
  return inOwnTurn(() => trialOf(cluster, scenario)?.replaceAll(name, entry));
}

const hash = (text: string): number =>
  [...text].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) | 0, 7);

const SERVER = "require('node:http').createServer((_, response) => response.end('x'))";

describe('programs that cannot work', () => {
  const wrong = [
    [
      'a syntax error',
      'const x = ;',
      /program\.cjs:1: node 0 ends at once: SyntaxError: Unexpected token ';'$/,
    ],
    [
      'a native addon',
      "\nrequire('./addon.node');",
      /ends at once: Error: Native addons are not simulated: .*addon\.node$/,
    ],
    [
      'TLS',
      "require('node:tls').createServer().listen(1);",
      /program\.cjs:1: .*tls\.createServer is not simulated: TLS/,
    ],
    [
      'child_process',
      "\nrequire('node:child_process').spawn('ls');",
      /program\.cjs:2: .*child_process\.spawn is not simulated/,
    ],
    [
      'a port in use',
      `${SERVER}.listen(8080);\n${SERVER}.listen(8080);`,
      /program\.cjs:2: .*EADDRINUSE: address already in use/,
    ],
    [
      'a missing package',
      "require('nowhere-to-be-found');",
      /ends at once: Error: Cannot find module 'nowhere-to-be-found'/,
    ],
    [
      'an end at once',
      "console.log('done');",
      /^node 0 ends at once, with code 0 \(nothing left to do\): a node has to go on/,
    ],
    ['an exit at once', 'process.exit(3);', /^node 0 ends at once, with code 3 \(exit\)/],
    [
      'no server',
      'setInterval(() => {}, 1_000);',
      /^no node listens at a port, .* connect ECONNREFUSED 10\.0\.0\.1:8080$/,
    ],
    [
      'another port',
      `${SERVER}.listen(3000);`,
      /^the client never gets an answer, .* listen at port 3000; .*ECONNREFUSED/,
    ],
    [
      'no answer',
      "require('node:http').createServer(() => {}).listen(8080);",
      /^the client never gets an answer, without any fault/,
    ],
  ] as const;
  it.each(wrong)('should be told in one sentence: %s', async (_, code, sentence) => {
    const said = await saidOf(code);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('\n');
  });

  it('should be told that its client asks nobody, and swallows the error', async () => {
    const entry = path.join(folder, 'asked.cjs');
    writeFileSync(entry, `${SERVER}.listen(8080);`);
    const cluster = defineCluster({
      name: 'unasked',
      nodes: { entry, count: 1 },
      client: async (operation: string) => {
        await fetch('http://nowhere:8080/').catch(() => undefined);
        return operation;
      },
      operation: () => 'ask',
    });
    const scenario = drawScenario('1', cluster);
    expect(await inOwnTurn(() => trialOf(cluster, scenario))).toMatch(
      /^the client gives results, and has sent nothing to any node: /,
    );
  });

  it('should be told that the client function returns nothing that a model could judge', async () => {
    const entry = path.join(folder, 'sound.cjs');
    writeFileSync(entry, `${SERVER}.listen(8080);`);
    const clusterOf = (model: boolean): System =>
      defineCluster({
        name: 'no-result',
        nodes: { entry, count: 1 },
        client: async (_: RegisterOperation, { nodes }): Promise<RegisterResult> => {
          await (await fetch(`http://${nodes[0]}:8080/`)).text();
          return undefined as unknown as RegisterResult; // as JavaScript does without a return
        },
        operation: (): RegisterOperation => ({ kind: 'read' }),
        ...(model ? { model: register } : {}),
      });
    const said = (system: System) => inOwnTurn(() => trialOf(system, drawScenario('1', system)));
    expect(await said(clusterOf(true))).toMatch(/^the client returns undefined for all operations: /);
    expect(await said(clusterOf(false))).toBeUndefined();
  });

  it('should be told of a kind of operation that is never answered, though others are', async () => {
    const entry = path.join(folder, 'reads.cjs');
    writeFileSync(entry, `${SERVER}.listen(8080);`);
    const cluster = defineCluster({
      name: 'reads',
      nodes: { entry, count: 1 },
      client: async ({ kind }: { kind: string }, { nodes }) => {
        const text = await (await fetch(`http://${nodes[0]}:8080/`)).text();
        if (kind === 'write') throw new Error('404 Not Found');
        return text;
      },
      operation: (draw) => ({ kind: draw.below(2) === 0 ? 'read' : 'write' }),
    });
    const scenario = drawScenario('1', cluster);
    expect(await inOwnTurn(() => trialOf(cluster, scenario))).toMatch(
      /^no write is ever answered, without any fault, while others are; the client says: .*404 Not Found/,
    );
  });

  it('should be counted when they end by an error that nobody caught', async () => {
    const entry = path.join(folder, 'throws.cjs');
    writeFileSync(
      entry,
      "let asked = 0;\nrequire('node:http').createServer(async (_, response) => {\n  if (asked++ === 2) throw new Error('boom');\n  response.end('x');\n}).listen(8080);",
    );
    const cluster = clusterAt(entry);
    const scenario = calmed(drawScenario('1', cluster));
    const { probes } = await inOwnTurn(() => simulate(cluster, scenario));
    expect(probes['uncaught-error']).toBeGreaterThan(0);
  });

  it('should not be said of those that work', async () => {
    expect(await saidOf(`${SERVER}.listen(8080);`)).toBeUndefined();
  });

  it('should be refused when they are not there, or nobody can know where they are', () => {
    const rest = { name: 'x', client: () => 1, operation: () => 'ask' };
    const entry = path.join(folder, 'none.js');
    expect(() => defineCluster({ ...rest, nodes: { entry } })).toThrow(`there is no file ${entry}`);
    expect(() => defineCluster({ ...rest, nodes: { entry: './server.js' } })).toThrow(
      "`entry` is the relative path ./server.js: give new URL('./server.js', import.meta.url) instead",
    );
    const known = path.join(folder, 'addon.node');
    expect(() => defineCluster({ ...rest, nodes: { entry: known, count: 8 } })).toThrow(
      'x has 8 nodes: 1 to 7',
    );
  });
});
