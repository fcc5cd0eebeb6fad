import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'replay-programs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

it('should refuse a failure file once the program was edited, but match what still fits with --guided', async () => {
  const server = path.join(folder, 'server.cjs');
  writeFileSync(
    server,
    `const http = require('node:http');
let value = 0;
http.createServer((_, response) => response.end(String(value++ % 3))).listen(8080);`,
  );
  const cluster = path.join(folder, 'cluster.ts');
  writeFileSync(
    cluster,
    `import { defineCluster } from 'wavetank';
import { counter } from 'wavetank/invariants';
export default defineCluster({
  name: 'count',
  nodes: { entry: new URL('./server.cjs', import.meta.url), count: 1 },
  client: async (_: { kind: 'add'; amount: 1 }, { nodes }) =>
    Number(await (await fetch(\`http://\${nodes[0]}:8080/\`)).text()),
  operation: () => ({ kind: 'add', amount: 1 }),
  model: counter as never,
});
`,
  );
  const found = path.join(folder, 'found');
  const words = ['--system', cluster, '--seeds', '1..2', '--workers', '1', '--out', found];
  expect((await run('fuzz', ...words)).code).toBe(1);
  const file = path.join(found, readdirSync(found).find((name) => /-i17-.*\.json$/.test(name)) ?? 'none');
  expect((await run('replay', file)).err).toBe('');
  appendFileSync(server, '\n// edited');
  const refused = await run('replay', file);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toMatch(
    /was made with other code of the programs: .*; replay --guided matches what still fits\n$/,
  );
  const guided = await run('replay', file, '--guided');
  expect(guided.err).toBe('');
  expect(guided.code).toBe(1);
  expect(guided.out).toMatch(/steps/);
});
