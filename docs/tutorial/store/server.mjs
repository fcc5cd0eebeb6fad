import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { createServer } from 'node:http';

const nodes = process.env.NODES.split(',');
const majority = Math.floor(nodes.length / 2) + 1;
mkdirSync('/data', { recursive: true });

/** The copies of this node by key: { version, value }. */
let copies = saved();
let saving = Promise.resolve();

function saved() {
  try {
    return JSON.parse(readFileSync('/data/copies.json', 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** Stores a copy unless there is a later one; done when it is durable. Copies are stored one after the other. */
function keep(key, copy) {
  saving = saving.then(async () => {
    if (copy.version <= (copies[key]?.version ?? '')) return;
    const next = { ...copies, [key]: copy };
    const file = await open('/data/new.json', 'w');
    await file.writeFile(JSON.stringify(next));
    await file.sync();
    await file.close();
    await rename('/data/new.json', '/data/copies.json');
    const folder = await open('/data');
    await folder.sync();
    await folder.close();
    copies = next;
  });
  return saving;
}

/** Asks all nodes; the answers of the first majority. */
function ask(method, key, copy) {
  return new Promise((resolve, reject) => {
    const answers = [];
    let failed = 0;
    for (const node of nodes) {
      fetch(`http://${node}:8080/copy/${key}`, {
        method,
        body: copy && JSON.stringify(copy),
        signal: AbortSignal.timeout(1000),
      })
        .then((response) => response.json())
        .then((answer) => {
          if (answers.push(answer) === majority) resolve(answers);
        })
        .catch(() => {
          if (++failed > nodes.length - majority) reject(new Error('no majority answers'));
        });
    }
  });
}

async function latest(key) {
  const answers = await ask('GET', key);
  return answers.reduce((one, other) => (other.version > one.version ? other : one));
}

async function put(key, value) {
  const { version } = await latest(key);
  const count = String(Number(version.slice(0, 10)) + 1).padStart(10, '0');
  await ask('PUT', key, { version: `${count} ${randomUUID()}`, value });
  return {};
}

/** Stores the copy at a majority before answering: a later read must not return an older value. */
async function get(key) {
  const copy = await latest(key);
  if (copy.version !== '') await ask('PUT', key, copy);
  return { value: copy.value };
}

async function answer({ method, url }, text) {
  const [, kind, key] = url.split('/');
  if (kind === 'kv') return method === 'PUT' ? await put(key, text) : await get(key);
  if (method === 'PUT') await keep(key, JSON.parse(text));
  return copies[key] ?? { version: '', value: null };
}

createServer(async (request, response) => {
  try {
    let text = '';
    for await (const part of request) text += part;
    response.end(JSON.stringify(await answer(request, text)));
  } catch (error) {
    response.statusCode = 503;
    response.end(error.message);
  }
}).listen(8080);
