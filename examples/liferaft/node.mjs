import { createServer } from 'node:http';
import { connect, createServer as listen } from 'node:net';
import { createInterface } from 'node:readline';
import Raft from 'liferaft';
import Log from 'liferaft/log.js';
import memdown from 'memdown';

// A counter replicated over three nodes with liferaft: JSON lines over TCP between nodes, HTTP for clients. The log is in memory, so a
// crash loses it.

const RAFT_PORT = 7000;
const HTTP_PORT = 8080;
const { NODE, NODES } = process.env;
const peers = NODES.split(',').filter((name) => name !== NODE);

/** Ignores errors of the readline interface: the socket reports them already. */
const linesOf = (input, take) =>
  createInterface({ input })
    .on('line', take)
    .on('error', () => {});

/** A node, with a child for each peer that writes to it: one request and one reply per connection. */
class Node extends Raft {
  write(packet, callback) {
    let isOver = false;
    const over = (error, answer) => {
      if (!isOver) callback(error, answer);
      isOver = true;
    };
    const socket = connect(RAFT_PORT, this.address, () => socket.end(`${JSON.stringify(packet)}\n`));
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', over);
    socket.on('close', () => over());
    linesOf(socket, (line) => over(undefined, JSON.parse(line)));
  }
}

const raft = new Node(NODE, {
  'election min': '300 ms',
  'election max': '900 ms',
  heartbeat: '100 ms',
  Log,
  adapter: memdown,
  path: `log-${NODE}`,
});
const applied = [];
raft.on('error', () => {}); // unreachable peer or stale term: carry on
raft.on('leader', () => console.log(`leads term ${raft.term}`));
raft.on('commit', (command) => {
  applied.push(command.id);
  console.log(`applies ${applied.length} ${command.id}`);
});
for (const peer of peers) raft.join(peer);

listen({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {});
  linesOf(socket, (line) => {
    raft.emit('data', JSON.parse(line), async (answer) => {
      const packet = await answer; // some replies are promises
      socket.end(packet === undefined ? undefined : `${JSON.stringify(packet)}\n`);
    });
  });
}).listen(RAFT_PORT);

createServer(async (request, response) => {
  const id = request.url.slice(1);
  if (raft.state !== Raft.LEADER) {
    response.statusCode = 421;
    response.end(raft.leader);
    return;
  }
  await raft.command({ id });
  const look = () => {
    if (applied.includes(id)) response.end(String(applied.length));
    else setTimeout(look, 20);
  };
  look();
}).listen(HTTP_PORT);
