import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import type * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, bodyOf, portOf, raw, serve, stop } from './http-servers.ts';

export const cases = {
  'should close an idle connection after the keep-alive time-out': async () => {
    const server = await serve((_, response) => response.end('x'), { keepAliveTimeout: 20 });
    const answer = await raw(server, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.match(answer, /Connection: keep-alive/);
    await stop(server);
  },
  'should answer pipelined requests in order': async () => {
    const server = await serve(async (request, response) => {
      if (request.url === '/slow') await sleep(10);
      response.end(request.url);
    });
    const answer = await raw(
      server,
      'GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    assert.ok(answer.indexOf('/slow') > 0 && answer.indexOf('/slow') < answer.indexOf('/fast'));
    await stop(server);
  },
  'should answer 400 to what is no request': async () => {
    const server = await serve(() => assert.fail('no request'));
    assert.match(await raw(server, 'NONSENSE\r\n\r\n'), /^HTTP\/1\.1 400 Bad Request/);
    await stop(server);
  },
  'should answer 400 to HTTP/1.1 without a host': async () => {
    const server = await serve((_, response) => response.end());
    assert.match(await raw(server, 'GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400/);
    await stop(server);
  },
  'should answer 431 to headers that are too large': async () => {
    const server = await serve(() => undefined);
    assert.match(await raw(server, `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431/);
    await stop(server);
  },
  'should hand broken requests to clientError': async () => {
    const server = await serve(() => undefined);
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => socket.end(`seen ${error.code}`));
    assert.equal(await raw(server, 'BAD\r\n\r\n'), 'seen HPE_INVALID_METHOD');
    await stop(server);
  },
  'should answer 408 when headers take too long': async () => {
    const server = await serve(() => undefined, {
      headersTimeout: 40,
      requestTimeout: 60,
      connectionsCheckingInterval: 20,
    });
    assert.match(await raw(server, 'GET / HTTP/1.1\r\n'), /^HTTP\/1\.1 408 Request Timeout/);
    await stop(server);
  },
  'should continue on 100-continue': async () => {
    const server = await serve(async (request, response) => response.end(await bodyOf(request)));
    const request = http.request({
      port: portOf(server),
      host: '127.0.0.1',
      method: 'POST',
      headers: { Expect: '100-continue' },
    });
    request.flushHeaders();
    await once(request, 'continue');
    request.end('now');
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    assert.equal(await bodyOf(response), 'now');
    await stop(server);
  },
  'should upgrade a connection': async () => {
    const server = await serve(() => undefined);
    server.on('upgrade', (request, socket) => {
      assert.equal(request.headers.upgrade, 'echo');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
      socket.pipe(socket);
    });
    const request = http.get({
      port: portOf(server),
      host: '127.0.0.1',
      headers: { Connection: 'Upgrade', Upgrade: 'echo' },
    });
    const [response, socket] = (await once(request, 'upgrade')) as [http.IncomingMessage, net.Socket];
    assert.equal(response.statusCode, 101);
    socket.end('raw');
    assert.equal(await bodyOf(socket), 'raw');
    await stop(server);
  },
  'should tunnel by CONNECT': async () => {
    const server = await serve(() => undefined);
    server.on('connect', (request, socket) => {
      socket.end(`HTTP/1.1 200 OK\r\n\r\n${request.url}`);
    });
    const request = http.request({ port: portOf(server), host: '127.0.0.1', method: 'CONNECT', path: 'a:1' });
    request.end();
    const [, socket, head] = (await once(request, 'connect')) as [http.IncomingMessage, net.Socket, Buffer];
    assert.equal(head.toString() + (await bodyOf(socket)), 'a:1');
    await stop(server);
  },
  'should send trailers': async () => {
    const server = await serve((_, response) => {
      response.setHeader('Trailer', 'X-Sum');
      response.write('body');
      response.addTrailers({ 'X-Sum': '4' });
      response.end();
    });
    const request = http.get({ port: portOf(server), host: '127.0.0.1' });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await bodyOf(response);
    assert.equal(response.trailers['x-sum'], '4');
    await stop(server);
  },
  'should date its answers': async () => {
    const server = await serve((_, response) => response.end());
    const { headers } = await ask(server, {});
    assert.ok(Math.abs(Date.parse(headers.date ?? '') - Date.now()) < 5_000);
    await stop(server);
  },
  'should refuse headers after the first byte, and invalid ones': async () => {
    const server = await serve((_, response) => {
      assert.throws(() => response.setHeader('a b', '1'), { code: 'ERR_INVALID_HTTP_TOKEN' });
      assert.throws(() => response.setHeader('x', 'a\r\nb'), { code: 'ERR_INVALID_CHAR' });
      response.write('x');
      assert.throws(() => response.setHeader('x', '1'), { code: 'ERR_HTTP_HEADERS_SENT' });
      response.end('y');
    });
    assert.equal((await ask(server, {})).body, 'xy');
    await stop(server);
  },
  'should listen by a Unix socket': async () => {
    const socketPath = `${process.env['CONTRACT_DIRECTORY']}/http`;
    const server = http.createServer((_, response) => response.end('local'));
    server.listen(socketPath);
    await once(server, 'listening');
    const [response] = (await once(http.get({ socketPath }), 'response')) as [http.IncomingMessage];
    assert.equal(await bodyOf(response), 'local');
    await stop(server);
  },
  'should fetch': async () => {
    const server = await serve(async (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ method: request.method, body: await bodyOf(request) }));
    });
    const url = `http://127.0.0.1:${portOf(server)}/`;
    const response = await fetch(url, { method: 'POST', body: 'question' });
    assert.equal(response.ok, true);
    assert.ok(response instanceof Response);
    assert.deepEqual(await response.json(), { method: 'POST', body: 'question' });
    await stop(server);
  },
  'should follow redirects in fetch': async () => {
    const server = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { Location: '/b' });
      response.end(request.url);
    });
    const response = await fetch(`http://127.0.0.1:${portOf(server)}/a`);
    assert.equal(response.redirected, true);
    assert.equal(await response.text(), '/b');
    await stop(server);
  },
  'should stream in fetch': async () => {
    const server = await serve(async (_, response) => {
      response.write('one ');
      await sleep(5);
      response.end('two');
    });
    const response = await fetch(`http://127.0.0.1:${portOf(server)}/`);
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of response.body ?? [])
      text += decoder.decode(part as Uint8Array, { stream: true });
    assert.equal(text, 'one two');
    await stop(server);
  },
  'should abort a fetch that takes too long': async () => {
    const server = await serve(() => undefined);
    const url = `http://127.0.0.1:${portOf(server)}/`;
    await assert.rejects(fetch(url, { signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' });
    await stop(server);
  },
  'should name the cause when a fetch fails': async () => {
    const server = await serve(() => undefined);
    const url = `http://127.0.0.1:${portOf(server)}/`;
    await stop(server);
    await assert.rejects(fetch(url), (error: Error) => {
      assert.equal(error.message, 'fetch failed');
      assert.equal((error.cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
      return error instanceof TypeError;
    });
  },
};
