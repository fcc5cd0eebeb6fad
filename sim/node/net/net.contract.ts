import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const portOf = (server: net.Server): number => (server.address() as net.AddressInfo).port;

async function listen(
  onSocket: (socket: net.Socket) => void,
  options: net.ServerOpts = {},
): Promise<net.Server> {
  const server = net.createServer(options, onSocket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: net.Server): Promise<void> {
  server.close();
  if (server.listening) await once(server, 'close');
}

async function textOf(socket: net.Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const part of socket) text += part;
  return text;
}

const echo = (socket: net.Socket) => void socket.pipe(socket);

export const cases = {
  'should carry bytes both ways': async () => {
    const server = await listen(echo);
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.end('hello');
    assert.equal(await textOf(socket), 'hello');
    await stop(server);
  },
  'should carry a megabyte unchanged': async () => {
    const server = await listen(echo);
    const sent = Buffer.alloc(1_048_576, 'abcdefghijk');
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.end(sent);
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    assert.ok(Buffer.concat(parts).equals(sent));
    assert.equal(socket.bytesWritten, sent.length);
    assert.equal(socket.bytesRead, sent.length);
    await stop(server);
  },
  'should keep the order of many small writes': async () => {
    const server = await listen((socket) => {
      for (let at = 0; at < 500; at++) socket.write(`${at};`);
      socket.end();
    });
    const text = await textOf(net.connect(portOf(server), '127.0.0.1'));
    assert.equal(text, Array.from({ length: 500 }, (_, at) => `${at};`).join(''));
    await stop(server);
  },
  'should write in every encoding': async () => {
    const server = await listen((socket) => {
      socket.write('e28882', 'hex');
      socket.write('é', 'latin1');
      socket.write('ö', 'utf16le');
      socket.end('w6A=', 'base64');
    });
    const parts: Buffer[] = [];
    for await (const part of net.connect(portOf(server), '127.0.0.1')) parts.push(part as Buffer);
    assert.equal(Buffer.concat(parts).toString('hex'), 'e28882e9f600c3a0');
    await stop(server);
  },
  'should refuse where nobody listens': async () => {
    const server = await listen(() => undefined);
    const port = portOf(server);
    await stop(server);
    const socket = net.connect(port, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [
      NodeJS.ErrnoException & { address: string; port: number },
    ];
    assert.equal(error.code, 'ECONNREFUSED');
    assert.equal(error.syscall, 'connect');
    assert.equal(error.address, '127.0.0.1');
    assert.equal(error.port, port);
    assert.equal(error.message, `connect ECONNREFUSED 127.0.0.1:${port}`);
  },
  'should tell that a name is unknown': async () => {
    const socket = net.connect(80, 'no-such-name.invalid');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.ok(error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN');
    assert.equal(error.syscall, 'getaddrinfo');
  },
  'should say that a port is in use': async () => {
    const server = await listen(() => undefined);
    const second = net.createServer();
    second.listen(portOf(server), '127.0.0.1');
    const [error] = (await once(second, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'EADDRINUSE');
    assert.equal(error.syscall, 'listen');
    await stop(server);
  },
  'should let a port be used again after close': async () => {
    const server = await listen(() => undefined);
    const port = portOf(server);
    await stop(server);
    const second = net.createServer();
    second.listen(port, '127.0.0.1');
    await once(second, 'listening');
    assert.equal(portOf(second), port);
    await stop(second);
  },
  'should refuse an address that is not of this machine': async () => {
    const server = net.createServer();
    server.listen(0, '203.0.113.7');
    const [error] = (await once(server, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'EADDRNOTAVAIL');
  },
  'should know its addresses': async () => {
    const seen: string[] = [];
    const server = await listen((socket) => {
      seen.push(`${socket.remoteAddress} ${socket.localAddress} ${socket.localPort} ${socket.remoteFamily}`);
      socket.end();
    });
    const socket = net.connect(portOf(server), '127.0.0.1');
    await once(socket, 'connect');
    assert.equal(socket.remotePort, portOf(server));
    assert.equal(socket.remoteAddress, '127.0.0.1');
    assert.equal(socket.localAddress, '127.0.0.1');
    assert.deepEqual(Object.keys(socket.address()), ['address', 'family', 'port']);
    socket.resume();
    await once(socket, 'close');
    assert.deepEqual(seen, [`127.0.0.1 127.0.0.1 ${portOf(server)} IPv4`]);
    await stop(server);
  },
  'should find the server by the name localhost': async () => {
    const server = await listen((socket) => socket.end('found'));
    assert.equal(await textOf(net.connect({ port: portOf(server), host: 'localhost' })), 'found');
    await stop(server);
  },
  'should accept more than one connection': async () => {
    const server = await listen(echo);
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((text) => {
        const socket = net.connect(portOf(server), '127.0.0.1');
        socket.end(text);
        return textOf(socket);
      }),
    );
    assert.deepEqual(answers, ['a', 'b', 'c']);
    await stop(server);
  },
  'should count connections and keep a server open until the last is closed': async () => {
    const server = await listen((socket) => socket.resume());
    const socket = net.connect(portOf(server), '127.0.0.1');
    await once(server, 'connection');
    assert.equal(await new Promise((resolve) => server.getConnections((_, count) => resolve(count))), 1);
    let closed = false;
    server.close(() => {
      closed = true;
    });
    await sleep(10);
    assert.equal(closed, false);
    socket.end();
    await once(server, 'close');
    assert.equal(closed, true);
  },
  'should drop connections beyond the maximum': async () => {
    const server = await listen((socket) => socket.resume());
    server.maxConnections = 1;
    const first = net.connect(portOf(server), '127.0.0.1');
    await once(server, 'connection');
    const second = net.connect(portOf(server), '127.0.0.1');
    second.on('error', () => undefined);
    await Promise.all([once(server, 'drop'), once(second, 'close')]);
    first.destroy();
    await stop(server);
  },
  'should end the other side too, unless half open is allowed': async () => {
    const server = await listen((socket) => socket.resume());
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.end();
    socket.resume();
    const [hadError] = (await once(socket, 'close')) as [boolean];
    assert.equal(hadError, false);
    await stop(server);
  },
  'should answer after the end of the question when half open is allowed': async () => {
    const server = await listen(
      (socket) => {
        let text = '';
        socket.on('data', (part) => {
          text += part;
        });
        socket.on('end', () => setTimeout(() => socket.end(`${text}!`), 5));
      },
      { allowHalfOpen: true },
    );
    const socket = net.connect({ port: portOf(server), host: '127.0.0.1', allowHalfOpen: true });
    socket.end('question');
    assert.equal(await textOf(socket), 'question!');
    await stop(server);
  },
  'should emit end before close': async () => {
    const server = await listen((socket) => socket.end('x'));
    const order: string[] = [];
    const socket = net.connect(portOf(server), '127.0.0.1');
    for (const event of ['connect', 'ready', 'data', 'end', 'close'])
      socket.on(event, () => order.push(event));
    await once(socket, 'close');
    assert.deepEqual(order, ['connect', 'ready', 'data', 'end', 'close']);
    await stop(server);
  },
  'should tell the peer of a destroyed socket by an end': async () => {
    const server = await listen((socket) => {
      socket.on('error', () => undefined);
      socket.destroy();
    });
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'close');
    await stop(server);
  },
  'should tell the peer of a reset': async () => {
    const server = await listen((socket) => {
      socket.on('data', () => socket.resetAndDestroy());
    });
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.write('x');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNRESET');
    assert.equal(error.syscall, 'read');
    assert.equal(socket.destroyed, true);
    await stop(server);
  },
  'should fail to write where the peer is gone': async () => {
    const server = await listen((socket) => {
      socket.on('error', () => undefined);
      socket.destroy();
    });
    const socket = net.connect({ port: portOf(server), host: '127.0.0.1', allowHalfOpen: true });
    socket.resume();
    await once(socket, 'end');
    const timer = setInterval(() => socket.write('x'.repeat(100)), 2);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    clearInterval(timer);
    assert.ok(error.code === 'EPIPE' || error.code === 'ECONNRESET', error.code);
    await stop(server);
  },
  'should refuse to write after end': async () => {
    const server = await listen((socket) => socket.resume());
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.end();
    socket.write('late');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ERR_STREAM_WRITE_AFTER_END');
    await stop(server);
  },
  'should press back when the reader is slow, and drain': async () => {
    let reader: net.Socket | undefined;
    const server = await listen((socket) => {
      socket.pause();
      reader = socket;
    });
    const socket = net.connect(portOf(server), '127.0.0.1');
    await once(socket, 'connect');
    let sent = 0;
    while (socket.write(Buffer.alloc(65_536)) && sent < 1_000) sent++;
    for (let more = 0; more < 200; more++) socket.write(Buffer.alloc(65_536));
    await sleep(20);
    assert.ok(socket.writableLength > 0);
    let received = 0;
    reader?.on('data', (part: Buffer) => {
      received += part.length;
    });
    reader?.resume();
    await once(socket, 'drain');
    socket.end();
    if (reader !== undefined) await once(reader, 'end');
    assert.equal(received, socket.bytesWritten);
    await stop(server);
  },
  'should pause and resume reading': async () => {
    const server = await listen((socket) => {
      socket.write('a');
      setTimeout(() => socket.end('b'), 10);
    });
    const socket = net.connect(portOf(server), '127.0.0.1');
    const order: string[] = [];
    socket.on('data', (part) => {
      order.push(String(part));
      socket.pause();
      setTimeout(() => {
        order.push('resumed');
        socket.resume();
      }, 20);
    });
    await once(socket, 'end');
    assert.deepEqual(order.slice(0, 3), ['a', 'resumed', 'b']);
    await stop(server);
  },
  'should call back when a write is done': async () => {
    const server = await listen((socket) => socket.resume());
    const socket = net.connect(portOf(server), '127.0.0.1');
    const error = await new Promise((resolve) => socket.write('x', resolve));
    assert.ok(error === undefined || error === null);
    socket.end();
    await once(socket, 'close');
    await stop(server);
  },
  'should write before it is connected': async () => {
    const server = await listen(echo);
    const socket = new net.Socket();
    assert.equal(socket.pending, true);
    socket.connect(portOf(server), '127.0.0.1');
    assert.equal(socket.connecting, true);
    assert.equal(socket.readyState, 'opening');
    socket.write('early,');
    await once(socket, 'connect');
    assert.equal(socket.readyState, 'open');
    socket.end('late');
    assert.equal(await textOf(socket), 'early,late');
    await stop(server);
  },
  'should time out when nothing happens, and stay open': async () => {
    const server = await listen(() => undefined);
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.setTimeout(20);
    await once(socket, 'timeout');
    assert.equal(socket.destroyed, false);
    socket.destroy();
    await stop(server);
  },
  'should not emit connect after destroy': async () => {
    const server = await listen((socket) => socket.on('error', () => undefined));
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.on('connect', () => assert.fail('destroyed'));
    socket.destroy();
    await once(socket, 'close');
    await sleep(5);
    await stop(server);
  },
  'should abort by a signal': async () => {
    const server = await listen(() => undefined);
    const controller = new AbortController();
    const socket = new net.Socket({ signal: controller.signal } as net.SocketConstructorOpts);
    socket.connect(portOf(server), '127.0.0.1');
    controller.abort();
    const [error] = (await once(socket, 'error')) as [Error];
    assert.equal(error.name, 'AbortError');
    await stop(server);
  },
  'should close a server by a signal': async () => {
    const controller = new AbortController();
    const server = net.createServer();
    server.listen({ port: 0, host: '127.0.0.1', signal: controller.signal });
    await once(server, 'listening');
    controller.abort();
    await once(server, 'close');
    assert.equal(server.listening, false);
  },
  'should refuse to listen twice': async () => {
    const server = await listen(() => undefined);
    assert.throws(() => server.listen(0), { code: 'ERR_SERVER_ALREADY_LISTEN' });
    await stop(server);
    await new Promise<void>((resolve) => {
      server.close((error) => {
        assert.equal((error as NodeJS.ErrnoException).code, 'ERR_SERVER_NOT_RUNNING');
        resolve();
      });
    });
  },
  'should refuse a port out of range': () => {
    assert.throws(() => net.connect(70_000), { code: 'ERR_SOCKET_BAD_PORT' });
    assert.throws(() => net.createServer().listen(-1), { code: 'ERR_SOCKET_BAD_PORT' });
  },
  'should read into a buffer of the program': async () => {
    const server = await listen((socket) => socket.end('0123456789'));
    let text = '';
    const socket = net.connect({
      port: portOf(server),
      host: '127.0.0.1',
      onread: {
        buffer: Buffer.alloc(4),
        callback: (count: number, buffer: Uint8Array) => {
          text += Buffer.from(buffer.subarray(0, count)).toString();
          return true;
        },
      },
    });
    await once(socket, 'end');
    assert.equal(text, '0123456789');
    await stop(server);
  },
  'should run a pipeline over sockets': async () => {
    const server = await listen(
      (socket) => {
        pipeline(
          socket,
          async function* (source: AsyncIterable<Buffer>) {
            for await (const part of source) yield part.toString().toUpperCase();
          },
          socket,
        ).catch(() => undefined);
      },
      { allowHalfOpen: true },
    );
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.end('loud');
    assert.equal(await textOf(socket), 'LOUD');
    await stop(server);
  },
  'should connect by a Unix socket': async () => {
    const path = `${process.env['CONTRACT_DIRECTORY']}/socket`;
    const server = net.createServer(echo);
    server.listen(path);
    await once(server, 'listening');
    assert.equal(server.address(), path);
    const socket = net.connect(path);
    socket.end('local');
    assert.equal(await textOf(socket), 'local');
    await stop(server);
    const [error] = (await once(net.connect(path), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ENOENT');
  },
  'should listen at any address and show it': async () => {
    const server = net.createServer((socket) => socket.end('any'));
    server.listen(0);
    await once(server, 'listening');
    assert.equal((server.address() as net.AddressInfo).address, '::');
    const socket = net.connect(portOf(server), '127.0.0.1');
    assert.equal(await textOf(socket), 'any');
    await stop(server);
  },
  'should know addresses by their form': () => {
    assert.equal(net.isIP('10.0.0.1'), 4);
    assert.equal(net.isIP('::1'), 6);
    assert.equal(net.isIP('name'), 0);
    const list = new net.BlockList();
    list.addSubnet('10.0.0.0', 8);
    assert.equal(list.check('10.1.2.3'), true);
  },
};
