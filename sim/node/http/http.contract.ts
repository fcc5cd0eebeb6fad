import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const portOf = (server: http.Server): number => (server.address() as net.AddressInfo).port;

async function serve(listener: http.RequestListener, options: http.ServerOptions = {}): Promise<http.Server> {
  const server = http.createServer(options, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: http.Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
}

async function bodyOf(message: Readable): Promise<string> {
  let text = '';
  message.setEncoding('utf8');
  for await (const part of message) text += part;
  return text;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

async function ask(server: http.Server, options: http.RequestOptions, body?: string): Promise<Answer> {
  const request = http.request({ host: '127.0.0.1', port: portOf(server), ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await bodyOf(response) };
}

/** What a server answers to raw bytes, until it closes the connection. */
async function raw(server: http.Server, text: string): Promise<string> {
  const socket = net.connect(portOf(server), '127.0.0.1');
  socket.write(text);
  return await bodyOf(socket);
}

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
