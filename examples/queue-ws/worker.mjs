import WebSocket from 'ws';

// Does one job after another; reconnects when the broker goes away.

const PATIENCE_MS = 2_000;
const JOB_MS = 20;

function connect() {
  const socket = new WebSocket('ws://broker0:8080/');
  let patience = setTimeout(() => socket.terminate(), PATIENCE_MS);
  const alive = () => {
    clearTimeout(patience);
    patience = setTimeout(() => socket.terminate(), PATIENCE_MS);
  };
  const tell = (message) => socket.send(JSON.stringify(message));
  socket.on('error', () => {});
  socket.on('open', () => tell({ type: 'ready' }));
  socket.on('message', (message) => {
    alive();
    const { type, id } = JSON.parse(message);
    if (type === 'noted') tell({ type: 'ready' });
    if (type !== 'job') return;
    console.log(`does ${id}`);
    setTimeout(() => {
      if (socket.readyState === WebSocket.OPEN) tell({ type: 'done', id });
    }, JOB_MS);
  });
  socket.on('close', () => {
    clearTimeout(patience);
    setTimeout(connect, 100);
  });
}

connect();
