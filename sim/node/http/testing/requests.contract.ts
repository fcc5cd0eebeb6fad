import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, bodyOf, portOf, serve, stop } from './http-servers.ts';

export const cases = {
  'should answer a question': async () => {
    const server = await serve((request, response) => response.end(`${request.method} ${request.url}`));
    const { status, body } = await ask(server, { path: '/a?b=c' });
    assert.deepEqual([status, body], [200, 'GET /a?b=c']);
    await stop(server);
  },
  'should carry a body to the server': async () => {
    const server = await serve(async (request, response) => response.end(await bodyOf(request)));
    assert.equal((await ask(server, { method: 'PUT' }, 'content')).body, 'content');
    await stop(server);
  },
  'should carry headers, several of a name, and the status text': async () => {
    const server = await serve((request, response) => {
      assert.equal(request.headers['x-one'], '1');
      assert.equal(request.headers['x-many'], 'a, b');
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.writeHead(418, 'Short And Stout', { 'X-Answer': 'yes' });
      response.end();
    });
    const request = http.get({
      port: portOf(server),
      host: '127.0.0.1',
      headers: { 'X-One': '1', 'X-Many': ['a', 'b'] },
    });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    assert.equal(response.statusMessage, 'Short And Stout');
    assert.deepEqual(response.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal(response.headers['x-answer'], 'yes');
    assert.ok(response.rawHeaders.includes('X-Answer'));
    response.resume();
    await once(response, 'end');
    await stop(server);
  },
  'should stream an answer in chunks': async () => {
    const server = await serve(async (_, response) => {
      for (let at = 0; at < 5; at++) {
        response.write(`${at},`);
        await sleep(1);
      }
      response.end('end');
    });
    const { headers, body } = await ask(server, {});
    assert.equal(headers['transfer-encoding'], 'chunked');
    assert.equal(body, '0,1,2,3,4,end');
    await stop(server);
  },
  'should stream a question in chunks': async () => {
    const server = await serve(async (request, response) => {
      response.end(`${request.headers['transfer-encoding']} ${(await bodyOf(request)).length}`);
    });
    const request = http.request({ port: portOf(server), host: '127.0.0.1', method: 'POST' });
    Readable.from(['a'.repeat(100_000), 'b'.repeat(100_000)]).pipe(request);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    assert.equal(await bodyOf(response), 'chunked 200000');
    await stop(server);
  },
  'should carry a large answer whole': async () => {
    const server = await serve((_, response) => response.end(Buffer.alloc(3_000_000, 'x')));
    const { headers, body } = await ask(server, {});
    assert.equal(headers['content-length'], '3000000');
    assert.equal(body.length, 3_000_000);
    await stop(server);
  },
  'should send no body for HEAD and 304': async () => {
    const server = await serve((request, response) => {
      if (request.method !== 'HEAD') response.statusCode = 304;
      response.end('not sent');
    });
    assert.equal((await ask(server, { method: 'HEAD' })).body, '');
    assert.equal((await ask(server, {})).body, '');
    await stop(server);
  },
  'should use a connection again with a keep-alive agent': async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('x');
    });
    const agent = new http.Agent({ keepAlive: true });
    for (let round = 0; round < 3; round++) {
      await ask(server, { agent });
      await sleep(2);
    }
    assert.equal(ports.size, 1);
    agent.destroy();
    await stop(server);
  },
  'should open a connection each time without keep-alive': async () => {
    let connections = 0;
    const server = await serve((_, response) => response.end('x'));
    server.on('connection', () => connections++);
    const agent = new http.Agent({ keepAlive: false });
    for (let round = 0; round < 3; round++) {
      const { headers } = await ask(server, { agent });
      assert.equal(headers.connection, 'close');
    }
    assert.equal(connections, 3);
    await stop(server);
  },
  'should queue requests beyond the agent maximum': async () => {
    let atOnce = 0;
    let most = 0;
    const server = await serve(async (_, response) => {
      most = Math.max(most, ++atOnce);
      await sleep(3);
      atOnce--;
      response.end();
    });
    const agent = new http.Agent({ maxSockets: 2, keepAlive: true });
    await Promise.all(Array.from({ length: 6 }, () => ask(server, { agent })));
    assert.equal(most, 2);
    agent.destroy();
    await stop(server);
  },
  'should fail where nobody listens': async () => {
    const server = await serve(() => undefined);
    const port = portOf(server);
    await stop(server);
    const [error] = (await once(http.get({ port, host: '127.0.0.1' }), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  },
  'should call it a hang-up when the server goes before it answers': async () => {
    const server = await serve((request) => request.socket.destroy());
    const request = http.get({ port: portOf(server), host: '127.0.0.1' });
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNRESET');
    assert.equal(error.message, 'socket hang up');
    await stop(server);
  },
  'should call an answer aborted that breaks off': async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('part');
      setTimeout(() => request.socket.destroy(), 10);
    });
    const request = http.get({ port: portOf(server), host: '127.0.0.1' });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await assert.rejects(bodyOf(response), { code: 'ECONNRESET', message: 'aborted' });
    assert.equal(response.complete, false);
    await stop(server);
  },
  'should tell the server that the client went away': async () => {
    let gone = false;
    const server = await serve((request, response) => {
      request.on('error', () => undefined);
      response.on('close', () => {
        gone = true;
        assert.equal(response.writableFinished, false);
      });
    });
    const request = http.get({ port: portOf(server), host: '127.0.0.1' });
    request.on('error', () => undefined);
    await once(server, 'request');
    request.destroy();
    await sleep(20);
    assert.equal(gone, true);
    await stop(server);
  },
  'should time out a request of the client': async () => {
    const server = await serve(() => undefined);
    const request = http.get({ port: portOf(server), host: '127.0.0.1', timeout: 15 });
    await once(request, 'timeout');
    request.destroy(new Error('too slow'));
    const [error] = (await once(request, 'error')) as [Error];
    assert.equal(error.message, 'too slow');
    await stop(server);
  },
  'should abort by a signal': async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const request = http.get({ port: portOf(server), host: '127.0.0.1', signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    const [error] = (await once(request, 'error')) as [Error];
    assert.equal(error.name, 'AbortError');
    await stop(server);
  },
};
