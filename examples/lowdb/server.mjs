import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { JSONFilePreset } from 'lowdb/node';

// Keeps values in a JSON file with lowdb. Replies to a PUT once `write` has resolved.

mkdirSync('/srv', { recursive: true });
const db = await JSONFilePreset('/srv/db.json', { values: {} });
console.log(`read ${Object.keys(db.data.values).length} values`);

createServer(async (request, response) => {
  const key = request.url.slice(1);
  if (request.method === 'PUT') {
    let value = '';
    for await (const part of request) value += part;
    await db.update(({ values }) => {
      values[key] = value;
    });
  }
  response.end(JSON.stringify({ value: db.data.values[key] ?? null }));
}).listen(8080);
