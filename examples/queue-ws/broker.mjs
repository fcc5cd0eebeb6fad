import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { WebSocketServer } from 'ws';

// A job queue over WebSockets: producers add jobs, workers take and finish them. Acknowledged jobs are in a log on disk; a job that a
// worker has not finished when its connection ends is handed out again.

const FOLDER = '/var/lib/queue';
const LOG = `${FOLDER}/log`;

mkdirSync(FOLDER, { recursive: true });
const log = openSync(LOG, 'a+');
const folder = openSync(FOLDER, 'r');
fsyncSync(folder);
closeSync(folder);

/** Unfinished jobs, in order. */
const waiting = new Set();
const finished = new Set();
const taken = new Map();

// A line torn by a power loss was never acknowledged.
const text = readFileSync(LOG, 'utf8');
for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
  const [what, id] = line.split(' ');
  if (what === 'add' && !finished.has(id)) waiting.add(id);
  if (what === 'done') {
    waiting.delete(id);
    finished.add(id);
  }
}
if (!text.endsWith('\n') && text !== '') writeSync(log, '\n');

function note(line) {
  writeSync(log, `${line}\n`);
  fsyncSync(log);
}

const idle = [];

function handOut() {
  for (const id of waiting) {
    if (idle.length === 0) return;
    if ([...taken.values()].includes(id)) continue;
    const worker = idle.shift();
    taken.set(worker, id);
    worker.send(JSON.stringify({ type: 'job', id }));
  }
}

const actions = {
  add(socket, { id }) {
    if (!waiting.has(id) && !finished.has(id)) {
      note(`add ${id}`);
      waiting.add(id);
    }
    socket.send(JSON.stringify({ type: 'added', id }));
  },
  ready(socket) {
    if (!idle.includes(socket) && !taken.has(socket)) idle.push(socket);
  },
  done(socket, { id }) {
    if (!finished.has(id)) {
      note(`done ${id}`);
      waiting.delete(id);
      finished.add(id);
    }
    taken.delete(socket);
    socket.send(JSON.stringify({ type: 'noted', id }));
  },
  status(socket, { id }) {
    socket.send(JSON.stringify({ type: 'status', id, finished: finished.has(id) }));
  },
};

new WebSocketServer({ port: 8080 }).on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', (message) => {
    const request = JSON.parse(message);
    actions[request.type]?.(socket, request);
    handOut();
  });
  socket.on('close', () => {
    taken.delete(socket);
    const at = idle.indexOf(socket);
    if (at >= 0) idle.splice(at, 1);
    handOut();
  });
});
