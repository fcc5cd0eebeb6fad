import net, { type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LinkProxy, reset } from './link-proxy.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

interface Ends {
  readonly proxy: LinkProxy;
  readonly socket: Socket;
  /** Data received so far, in either direction. */
  readonly there: { text: string };
  readonly back: { text: string };
  readonly closed: { yes: boolean };
}

/** A client and an echo server with a proxy between them. */
async function ends(): Promise<Ends> {
  const there = { text: '' };
  const back = { text: '' };
  const closed = { yes: false };
  const server: Server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      there.text += String(chunk);
      socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const proxy = await LinkProxy.to(address !== null && typeof address === 'object' ? address.port : 0);
  const socket = net.connect({ host: '127.0.0.1', port: proxy.port });
  socket.on('data', (chunk) => {
    back.text += String(chunk);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed.yes = true;
  });
  open.push(proxy, server, { close: () => socket.destroy() });
  return { proxy, socket, there, back, closed };
}

describe('a proxy', () => {
  it('should pass everything on, in order, slowly as well', async () => {
    const { proxy, socket, back } = await ends();
    socket.write('one ');
    await expect.poll(() => back.text).toBe('one ');
    proxy.set({ type: 'drip', bytes: 2 });
    socket.write('two ');
    await expect.poll(() => back.text).toBe('one two ');
    proxy.set({ type: 'delay', delayMs: 5, jitterMs: 10 });
    for (const word of ['three ', 'four ', 'five']) socket.write(word);
    await expect.poll(() => back.text).toBe('one two three four five');
  });

  it('should swallow what comes, and end such connections when it is healed', async () => {
    const { proxy, socket, there, closed } = await ends();
    socket.write('one ');
    await expect.poll(() => there.text).toBe('one ');
    proxy.set({ type: 'swallow' });
    socket.write('two ');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(there.text).toBe('one ');
    expect(closed.yes).toBe(false);
    proxy.heal();
    await expect.poll(() => closed.yes).toBe(true);
  });

  it('should end all connections when it is cut, and take none', async () => {
    const { proxy, socket, there, closed } = await ends();
    socket.write('one');
    await expect.poll(() => there.text).toBe('one');
    proxy.set({ type: 'cut' });
    await expect.poll(() => closed.yes).toBe(true);
    const late = net.connect({ host: '127.0.0.1', port: proxy.port });
    await expect(
      new Promise((resolve) => late.on('close', resolve).on('error', () => {})),
    ).resolves.toBeDefined();
  });

  it('should close a connection that is just being ended', async () => {
    const { server, socket } = await new Promise<{ server: Server; socket: Socket }>((resolve) => {
      const quiet = net.createServer((taken) => void taken.pause().on('error', () => {}));
      quiet.listen(0, '127.0.0.1', () => {
        const { port } = Object(quiet.address()) as net.AddressInfo;
        const made = net.connect({ host: '127.0.0.1', port }, () => resolve({ server: quiet, socket: made }));
        made.on('error', () => {});
      });
    });
    open.push(server, { close: () => socket.destroy() });
    let closed = false;
    socket.on('close', () => {
      closed = true;
    });
    socket.end();
    reset(socket);
    await expect.poll(() => closed).toBe(true);
  });
});
