import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inOwnTurn } from '../run/own-turn.ts';
import { simulate } from '../run/run.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { storyOf } from '../text/story.ts';
import { defineCluster } from './define-cluster.ts';

/** Two requests may read the same number, and both add one to it. */
const COUNTER = `
const { promises: fs, writeFileSync } = require('node:fs');
writeFileSync('count', '0');
require('node:http').createServer(async (_, response) => {
  const count = Number(await fs.readFile('count', 'utf8')) + 1;
  await fs.writeFile('count', String(count));
  response.end(String(count));
}).listen(8080);`;

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'file-story-')));
  writeFileSync(path.join(folder, 'server.cjs'), COUNTER);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('should tell what programs read from files and write to them', async () => {
  const cluster = defineCluster({
    name: 'counter',
    nodes: { entry: path.join(folder, 'server.cjs'), count: 1 },
    client: async (_: string, { nodes }) => (await fetch(`http://${nodes[0]}:8080/`)).text(),
    operation: () => 'add',
    model: {
      name: 'counter',
      initial: 0,
      steps: (state: number) => [{ state: state + 1, result: String(state + 1) }],
      key: String,
      sameResult: (a, b) => a === b,
      kind: () => 'add',
      describe: (operation) => operation,
    },
  });
  const scenario = { ...calmed(drawScenario('1', cluster)), clients: 3, thinkUs: 0 };
  const { violation, hash } = await inOwnTurn(() => simulate(cluster, scenario));
  expect(violation?.invariant).toBe('I17');
  if (violation === undefined) return;
  const story = await inOwnTurn(() => storyOf(cluster, scenario, {}, violation, hash, { told: 14 }));
  const told = (story ?? []).map(({ text }) => text);
  expect(told).toContainEqual(expect.stringMatching(/^node 0 reads "0" from \S*count$/));
  expect(told).toContainEqual(expect.stringMatching(/^node 0 writes "\d" to \S*count$/));
});
