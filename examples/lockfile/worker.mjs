import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

// On each request, takes the lock and works on the shared file.

const FILE = '/srv/shared/job';
const WORK_MS = 200;

mkdirSync('/srv/shared', { recursive: true });
writeFileSync(FILE, '');

async function work() {
  let compromised = false;
  const release = await lockfile.lock(FILE, {
    stale: 2_000,
    retries: { retries: 40, minTimeout: 100, maxTimeout: 100, randomize: true },
    onCompromised: () => {
      compromised = true;
      console.log('lost');
    },
  });
  console.log('holds');
  await sleep(WORK_MS);
  if (compromised) return;
  console.log('lets go');
  await release();
}

createServer((_, response) => {
  work().then(
    () => response.end(),
    (error) => {
      response.statusCode = 503;
      response.end(error.message);
    },
  );
}).listen(8080);
