import net from 'node:net';

/** Below the ports that operating systems hand out on their own: nothing else takes one between this check and its use. */
const FIRST = 20_000;
const COUNT = 12_000;

/** Finds ports of this machine that are currently free. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  const start = Math.floor(Math.random() * COUNT);
  for (let i = 0; ports.length < count && i < COUNT; i++) {
    const port = FIRST + ((start + i) % COUNT);
    if (await isFree(port)) ports.push(port);
  }
  if (ports.length < count) throw new Error(`fewer than ${count} of the ports from ${FIRST} on are free`);
  return ports;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
