import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { echo, listen, portOf, stop, textOf } from './net-servers.ts';

export const cases = {
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
