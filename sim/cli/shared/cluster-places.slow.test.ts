import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cluster-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file with a cluster of one server, whose client and operations begin with these statements. */
function clusterFile(name: string, inClient: string, inOperation: string): string {
  writeFileSync(
    path.join(folder, 'server.cjs'),
    "require('node:http').createServer((_, response) => response.end('x')).listen(8080);",
  );
  const file = path.join(folder, name);
  writeFileSync(
    file,
    `import { defineCluster } from 'wavetank';
export default defineCluster({
  name: 'places',
  nodes: { entry: new URL('./server.cjs', import.meta.url), count: 1 },
  client: async (_: string, { nodes }) => {
    ${inClient}
    return (await fetch(\`http://\${nodes[0]}:8080/\`)).text();
  },
  operation: () => {
    ${inOperation}
    return 'ask';
  },
});
`,
  );
  return file;
}

async function run(...words: string[]): Promise<{ code: number; out: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout };
}

it('should run alike each time though its client prints a stack: the folder of its bundle is another each time', async () => {
  const file = clusterFile('stack.ts', "console.error(new Error('here').stack);", '');
  const ran = async (): Promise<unknown> => {
    const { out } = await run('sim', '1', '--system', file, '--calm', '--ops', '2', '--json');
    return (JSON.parse(out) as { hash: unknown }).hash;
  };
  expect(await ran()).toBe(await ran());
});

it('should be told the line of the file that sees the machine, or throws', async () => {
  const leaks = clusterFile('leaks.ts', '', 'Date.now();');
  const leaked = await run('sim', '1', '--system', leaks, '--calm');
  expect(leaked.code).toBe(3);
  expect(leaked.out).toMatch(/nondeterminism: Date\.now\(\) was called[^\n]*\n[^\n]*leaks\.ts:10/);
  const throws = clusterFile('throws.ts', '', "throw new Error('mine');");
  const threw = await run('sim', '1', '--system', throws, '--calm');
  expect(threw.code).toBe(1);
  expect(threw.out).toMatch(/`operation` of the definition threw {2}Error: mine\n {2}at .*throws\.ts:10/);
});
