import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { readMajority, writeMajority } from './quorum.ts';
import { type Stamped, Store } from './store.ts';

/*
 * A replicated key-value service: every key is a register on all nodes, and any node serves any client. A write asks a
 * majority for the latest stamp and gives its value a later one; a read first writes its value back to a majority,
 * so that no later read returns an older one (Attiya, Bar-Noy and Dolev 1995).
 *
 * VARIANT selects a deliberate bug: `no-sync`, `local-reads` or `no-write-back`.
 */
const nodes = (process.env['NODES'] ?? 'localhost').split(',');
const variant = process.env['VARIANT'];
const store = new Store(process.env['DATA'] ?? './data', variant !== 'no-sync');

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) text += part;
  return text;
}

/** Returns a unique stamp later than the given one. */
function later(stamp: string): string {
  const count = Number(stamp.slice(0, 12) || '0') + 1;
  return `${String(count).padStart(12, '0')}-${randomUUID()}`;
}

async function get(key: string): Promise<string | null> {
  if (variant === 'local-reads') return (await store.read(key)).value;
  const latest = await readMajority(nodes, key);
  if (variant !== 'no-write-back' && latest.stamp !== '') await writeMajority(nodes, key, latest);
  return latest.value;
}

async function put(key: string, value: string): Promise<void> {
  const { stamp } = await readMajority(nodes, key);
  await writeMajority(nodes, key, { stamp: later(stamp), value });
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const [, kind, name] = (request.url ?? '').split('/');
  const key = decodeURIComponent(name ?? '');
  if (kind === 'copy') {
    if (request.method === 'GET') return await store.read(key);
    const next = JSON.parse(await textOf(request)) as Stamped;
    await store.write(key, next);
    return next;
  }
  if (kind !== 'kv') return undefined;
  if (request.method === 'GET') return { value: await get(key) };
  await put(key, await textOf(request));
  return {};
}

await store.open();
const server = createServer((request, response) => {
  answer(request).then(
    (content) => {
      response.statusCode = content === undefined ? 404 : 200;
      response.end(JSON.stringify(content ?? {}));
    },
    (error: Error) => {
      response.statusCode = 503;
      response.end(JSON.stringify({ error: error.message }));
    },
  );
});
server.listen(8080, () => console.log(`serving with ${nodes.length} nodes`));
