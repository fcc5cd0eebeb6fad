import WebSocket from 'ws';

const PATIENCE_MS = 5_000;

/** Adds a job, or queries whether it is finished, on a new connection. */
export default function client({ type, id }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket('ws://broker0:8080/');
    const patience = setTimeout(() => socket.terminate(), PATIENCE_MS);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
    socket.on('open', () => socket.send(JSON.stringify({ type, id })));
    socket.on('message', (message) => {
      clearTimeout(patience);
      const answer = JSON.parse(message);
      resolve(type === 'add' ? 'added' : answer.finished);
      socket.close();
    });
  });
}
