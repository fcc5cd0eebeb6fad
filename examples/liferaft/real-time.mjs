// Reproduction without the tank: three liferaft nodes in one process, in real time. Messages take 0 to 20 ms, so some are reordered,
// and none is lost. The leader gets three commands at a time.
//
//     node examples/liferaft/real-time.mjs [rounds]

import { setTimeout as sleep } from 'node:timers/promises';
import Raft from 'liferaft';
import Log from 'liferaft/log.js';
import memdown from 'memdown';

const NAMES = ['a', 'b', 'c'];
const DELAY_MS = 20;
const COMMANDS = 6;
const later = () => sleep(DELAY_MS * Math.random());

async function round(number) {
  const nodes = new Map();
  const applied = new Map(NAMES.map((name) => [name, []]));
  class Node extends Raft {
    async write(packet, callback) {
      const text = JSON.stringify(packet);
      await later();
      nodes.get(this.address).emit('data', JSON.parse(text), async (answer) => {
        const back = JSON.stringify((await answer) ?? null);
        await later();
        callback(undefined, JSON.parse(back) ?? undefined);
      });
    }
  }
  for (const name of NAMES) {
    const options = { 'election min': '300 ms', 'election max': '900 ms', heartbeat: '100 ms' };
    const node = new Node(name, { ...options, Log, adapter: memdown, path: `${number}${name}` });
    node.on('error', () => {});
    node.on('commit', ({ id }) => applied.get(name).push(id));
    for (const peer of NAMES) if (peer !== name) node.join(peer);
    nodes.set(name, node);
  }
  let leader;
  for (let waitedMs = 0; leader === undefined && waitedMs < 5_000; waitedMs += 50) {
    await sleep(50);
    leader = [...nodes.values()].find(({ state }) => state === Raft.LEADER);
  }
  for (let id = 1; id <= COMMANDS; id++) {
    leader?.command({ id });
    if (id % 3 === 0) await sleep(100);
  }
  await sleep(500);
  for (const node of nodes.values()) node.timers.end();
  const logs = [...applied.values()];
  const differ = logs.some((log) =>
    log.some((id, at) => logs.some((other) => at < other.length && other[at] !== id)),
  );
  if (differ)
    console.log(
      `round ${number}: ${NAMES.map((name) => `${name} applied ${applied.get(name).join(' ')}`).join('; ')}`,
    );
  return differ;
}

const rounds = Number(process.argv[2] ?? 5);
let found = 0;
for (let number = 1; number <= rounds; number++) if (await round(number)) found++;
console.log(`${found} of ${rounds} rounds: logs that differ`);
process.exit(0);
