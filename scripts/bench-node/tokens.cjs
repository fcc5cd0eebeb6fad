// Tokens on their way between nodes: whoever receives one sends it to a random node after 1 to 50 ms. Node 0 answers at port 8080
// when enough deliveries have been made everywhere.
const http = require('node:http');

const NODES = (process.env.NODES ?? '').split(',');
const LAST = Number(process.env.DELIVERIES) / NODES.length;
const TOKENS = Number(process.env.TOKENS) / NODES.length;
let deliveries = 0;
let waiting;

/** Sends tokens with `send(node)`; returns what to call at each delivery. */
exports.tokens = (send) => {
  const forward = () => {
    const node = NODES[Math.floor(Math.random() * NODES.length)];
    setTimeout(() => send(node), 1 + Math.random() * 49);
  };
  setTimeout(() => {
    for (let i = 0; i < TOKENS; i++) forward();
  }, 1_000);
  return () => {
    if (++deliveries >= LAST) waiting?.end('done');
    forward();
  };
};

http
  .createServer((_, response) => {
    if (deliveries >= LAST) response.end('done');
    else waiting = response;
  })
  .listen(8080);
