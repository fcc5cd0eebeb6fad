import assert from 'node:assert/strict';
import * as dgram from 'node:dgram';
import * as dns from 'node:dns';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

async function bound(options: dgram.SocketType | dgram.SocketOptions = 'udp4'): Promise<dgram.Socket> {
  const socket = dgram.createSocket(options as dgram.SocketOptions);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

type Message = [Buffer, dgram.RemoteInfo];

export const cases = {
  'should carry a datagram and tell where it comes from': async () => {
    const server = await bound();
    const client = await bound();
    client.send('hello', server.address().port, '127.0.0.1');
    const [text, from] = (await once(server, 'message')) as Message;
    assert.equal(text.toString(), 'hello');
    assert.deepEqual(from, { address: '127.0.0.1', family: 'IPv4', port: client.address().port, size: 5 });
    client.close();
    server.close();
  },
  'should answer': async () => {
    const server = await bound();
    server.on('message', (text, from) => server.send(`${text}!`, from.port, from.address));
    const client = dgram.createSocket('udp4');
    client.send('question', server.address().port);
    const [answer] = (await once(client, 'message')) as Message;
    assert.equal(answer.toString(), 'question!');
    client.close();
    server.close();
  },
  'should keep the bounds of datagrams': async () => {
    const server = await bound();
    const client = await bound();
    const seen: string[] = [];
    server.on('message', (text) => seen.push(text.toString()));
    for (const text of ['a', 'bb', '', 'ccc']) client.send(text, server.address().port, '127.0.0.1');
    await sleep(30);
    assert.deepEqual(seen, ['a', 'bb', '', 'ccc']);
    client.close();
    server.close();
  },
  'should send parts of a buffer, and several as one': async () => {
    const server = await bound();
    const client = await bound();
    client.send(Buffer.from('0123456789'), 2, 3, server.address().port, '127.0.0.1');
    assert.equal(((await once(server, 'message')) as Message)[0].toString(), '234');
    client.send([Buffer.from('a'), 'b', new Uint8Array([99])], server.address().port, '127.0.0.1');
    assert.equal(((await once(server, 'message')) as Message)[0].toString(), 'abc');
    client.close();
    server.close();
  },
  'should call back when it is sent': async () => {
    const client = await bound();
    const bytes = await new Promise((resolve) => {
      client.send('xyz', client.address().port, '127.0.0.1', (_, count) => resolve(count));
    });
    assert.equal(bytes, 3);
    client.close();
  },
  'should send into the void without an error': async () => {
    const server = await bound();
    const { port } = server.address();
    server.close();
    const client = await bound();
    const error = await new Promise((resolve) => client.send('x', port, '127.0.0.1', resolve));
    assert.equal(error, null);
    client.close();
  },
  'should refuse what is too large': async () => {
    const client = await bound();
    const error = await new Promise((resolve) => client.send(Buffer.alloc(70_000), 9, '127.0.0.1', resolve));
    assert.equal((error as NodeJS.ErrnoException).code, 'EMSGSIZE');
    client.close();
  },
  'should say that a port is in use, unless it may be shared': async () => {
    const first = await bound();
    const second = dgram.createSocket('udp4');
    second.bind(first.address().port, '127.0.0.1');
    const [error] = (await once(second, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'EADDRINUSE');
    assert.equal(error.syscall, 'bind');
    first.close();
  },
  'should connect, send without an address and hear the peer only': async () => {
    const server = await bound();
    const client = dgram.createSocket('udp4');
    client.connect(server.address().port, '127.0.0.1');
    await once(client, 'connect');
    assert.equal(client.remoteAddress().port, server.address().port);
    client.send('in');
    const [, from] = (await once(server, 'message')) as Message;
    server.send('out', from.port, from.address);
    assert.equal(((await once(client, 'message')) as Message)[0].toString(), 'out');
    assert.throws(() => client.connect(1), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
    client.disconnect();
    assert.throws(() => client.remoteAddress(), { code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED' });
    client.close();
    server.close();
  },
  'should close once and say so': async () => {
    const socket = await bound();
    const closed = once(socket, 'close');
    socket.close();
    await closed;
    assert.throws(() => socket.close(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
    assert.throws(() => socket.send('x', 1), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
  },
  'should check its arguments': async () => {
    assert.throws(() => dgram.createSocket('udp5' as never), { code: 'ERR_SOCKET_BAD_TYPE' });
    const socket = await bound();
    assert.throws(() => socket.send('x', 0), { code: 'ERR_SOCKET_BAD_PORT' });
    assert.throws(() => socket.bind(1), { code: 'ERR_SOCKET_ALREADY_BOUND' });
    assert.throws(() => socket.setTTL(1_000), { code: 'EINVAL' });
    assert.equal(socket.setTTL(5), 5);
    socket.close();
  },
  'should look up the names of the machine': async () => {
    const found = await dns.promises.lookup('localhost', { family: 4 });
    assert.deepEqual(found, { address: '127.0.0.1', family: 4 });
    const all = await dns.promises.lookup('127.0.0.1', { all: true });
    assert.deepEqual(all, [{ address: '127.0.0.1', family: 4 }]);
    await assert.rejects(dns.promises.lookup('no-such-name.invalid'), {
      syscall: 'getaddrinfo',
      hostname: 'no-such-name.invalid',
    });
    assert.throws(() => dns.lookup('x', { family: 5 } as never, () => undefined), {
      code: 'ERR_INVALID_ARG_VALUE',
    });
    assert.equal(new dns.Resolver().getServers().length > 0, true);
  },
};
