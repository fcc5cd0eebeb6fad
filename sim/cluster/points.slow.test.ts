import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RegisterResult, register } from '../../invariants/linearizability/models/register.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { RunResult } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { amount } from '../testing/long.ts';
import { defineCluster } from './define-cluster.ts';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'points-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A register in a log, which is read at the start. `synced` makes an entry durable. */
const server = (synced: string): string => `
const fs = require('node:fs');
const log = fs.openSync('log', 'a+');
const folder = fs.openSync('.', 'r');
fs.fsyncSync(folder);
let value = fs.readFileSync('log', 'utf8').split('\\n').at(-2) ?? '';
require('node:http').createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    if (request.method === 'GET') return response.end(value);
    value = body;
    fs.writeSync(log, body + '\\n');
    ${synced}
    response.end();
  });
}).listen(8080);`;

type Operation = { readonly kind: 'read' } | { readonly kind: 'write'; readonly value: string };

function clusterOf(name: string, code: string): System {
  const entry = path.join(folder, `${name}.cjs`);
  writeFileSync(entry, code);
  return defineCluster({
    name,
    nodes: { entry, count: 1 },
    client: async (operation: Operation, { nodes }): Promise<RegisterResult> => {
      const body = operation.kind === 'write' ? { method: 'PUT', body: operation.value } : {};
      const value = await (await fetch(`http://${nodes[0]}:8080/`, body)).text();
      return operation.kind === 'read'
        ? { kind: 'read', value: value === '' ? null : value }
        : { kind: 'write' };
    },
    operation: (draw, client, index): Operation =>
      draw.below(2) === 0 ? { kind: 'read' } : { kind: 'write', value: `${client}.${index}` },
    model: register,
  });
}

/** One run in which the program dies at some of its points, and the power with it. */
function run(system: System, seed: number): Promise<RunResult> {
  const calm = calmed(drawScenario(`${seed}`, system));
  const settings = { ...calm.settings, powerLossPpm: 1_000_000 };
  const faults = { 'point-crash': { ppm: 50_000 }, unsynced: { lostPpm: 1_000_000, tornPpm: 0 } };
  const disk = { ...calm.disk, latencyMeanUs: 500 };
  const rest = { disk, clients: 3, operations: 20, thinkUs: 2_000, restartUs: 10_000, settings, faults };
  return inOwnTurn(() => simulate(system, { ...calm, ...rest }));
}

describe('named points of programs', () => {
  it('should find an answer that is sent before its data is durable', async () => {
    const hasty = clusterOf('hasty', server('fs.fsync(log, () => {});'));
    const broken: (string | undefined)[] = [];
    for (let seed = 1; seed <= 12; seed++) broken.push((await run(hasty, seed)).violation?.invariant);
    expect(broken).toContain('I17');
  });

  it('should find nothing where the data is durable first', async () => {
    const sound = clusterOf('sound', server('fs.fsyncSync(log);'));
    for (let seed = 1; seed <= amount(12, 100); seed++) {
      const { verdict, faults } = await run(sound, seed);
      expect(verdict).toBe('pass');
      expect(faults['midHandlerCrashes']).toBe(0);
    }
  });

  it('should strike a program that makes no system call after its point', async () => {
    const sent = clusterOf('sent', server('fs.fsync(log, () => {});'));
    let crashes = 0;
    for (let seed = 1; seed <= 5; seed++) crashes += (await run(sent, seed)).faults['pointCrashes'] ?? 0;
    expect(crashes).toBeGreaterThan(0);
  });
});
