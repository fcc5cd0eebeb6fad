import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { echo, listen, portOf, stop, textOf } from './net-servers.ts';

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
};
