import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import * as crypto from 'node:crypto';
import * as dgram from 'node:dgram';
import * as diagnostics from 'node:diagnostics_channel';
import * as dns from 'node:dns';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import * as vm from 'node:vm';
import * as zlib from 'node:zlib';

/** Functions that only some versions of Node have, and that the types of the oldest one do not know. */
const newer = (module: object, name: string): ((...values: unknown[]) => unknown) | undefined =>
  Reflect.get(module, name) as never;

const promised = (action: (...values: unknown[]) => unknown, ...values: unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    action(...values, (error: unknown, value: unknown) => (error ? reject(error) : resolve(value)));
  });

const folder = (): string => process.env['CONTRACT_DIRECTORY'] ?? '/tmp';

/** Calls `start` in a context, and returns the context in which its callback runs. */
const contextOf = (start: (done: () => void) => void): Promise<unknown> => {
  const storage = new AsyncLocalStorage<string>();
  return new Promise((resolve) => {
    storage.run('kept', () => start(() => resolve(storage.getStore())));
  });
};

const starts: Readonly<Record<string, (done: () => void) => void>> = {
  files: (done) => fs.readFile('/no/such/file', done),
  'promises of files': (done) => fs.promises.readFile('/no/such/file').catch(done),
  names: (done) => dns.lookup('localhost', done),
  compression: (done) => zlib.gzip('text', done),
  'random bytes': (done) => crypto.randomBytes(4, done),
  'derived keys': (done) => crypto.scrypt('word', 'salt', 8, done),
  timers: (done) => void setTimeout(done, 2),
  ticks: (done) => process.nextTick(done),
};

const withServer = async <T>(body: (port: number) => Promise<T>): Promise<T> => {
  const server = createServer((socket) => socket.end('hello')).listen(0);
  await once(server, 'listening');
  try {
    return await body((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
};

export const cases = {
  ...Object.fromEntries(
    Object.entries(starts).map(([what, start]) => [
      `should keep the async context over ${what}`,
      async () => assert.equal(await contextOf(start), 'kept'),
    ]),
  ),
  'should keep the async context over the events of a socket': () =>
    withServer(async (port) => {
      const storage = new AsyncLocalStorage<string>();
      const seen: unknown[] = [];
      const socket = storage.run('kept', () => net.connect(port, '127.0.0.1'));
      for (const event of ['connect', 'data', 'close'])
        socket.on(event, () => seen.push([event, storage.getStore()]));
      await once(socket, 'close');
      assert.deepEqual(seen, [
        ['connect', 'kept'],
        ['data', 'kept'],
        ['close', 'kept'],
      ]);
    }),
  'should keep the async context of each request of a connection': async () => {
    const storage = new AsyncLocalStorage<number>();
    const server = http.createServer((_, response) => response.end('hello')).listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const seen: unknown[] = [];
    for (const number of [1, 2, 3]) {
      await storage.run(
        number,
        () =>
          new Promise<void>((resolve) => {
            http.get({ port, agent, host: '127.0.0.1' }, (response) => {
              seen.push(storage.getStore());
              response.on('end', () => seen.push(storage.getStore())).resume();
              response.on('close', resolve);
            });
          }),
      );
    }
    agent.destroy();
    server.close();
    assert.deepEqual(seen, [1, 1, 2, 2, 3, 3]);
  },
  'should keep the async context over a datagram': async () => {
    const storage = new AsyncLocalStorage<string>();
    const socket = dgram.createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const sent = new Promise((resolve) =>
      storage.run('kept', () =>
        socket.send('x', socket.address().port, '127.0.0.1', () => resolve(storage.getStore())),
      ),
    );
    assert.equal(await sent, 'kept');
    socket.close();
  },
  'should tell subscribers of channels': async () => {
    const seen: unknown[] = [];
    const subscriber = (message: unknown) => seen.push(typeof message);
    diagnostics.subscribe('http.client.request.start', subscriber);
    await new Promise((resolve) => http.get({ port: 1, host: '127.0.0.1' }).on('error', resolve));
    assert.equal(diagnostics.unsubscribe('http.client.request.start', subscriber), true);
    assert.deepEqual(seen, ['object']);
  },
  'should sign, verify and test primes with callbacks': async () => {
    const seed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
    const key = crypto.createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
    const data = Buffer.from('message');
    const signature = await promisify(crypto.sign)(null, data, key);
    assert.deepEqual(signature, crypto.sign(null, data, key));
    const verified = await promisify(crypto.verify)(null, data, crypto.createPublicKey(key), signature);
    assert.equal(verified, true);
    assert.equal(await promisify(crypto.checkPrime)(7n), true);
  },
  'should derive keys with argon2, where Node has it': async () => {
    const argon2 = newer(crypto, 'argon2');
    if (argon2 === undefined) return;
    const parameters = {
      message: 'w',
      nonce: Buffer.alloc(16),
      parallelism: 1,
      tagLength: 16,
      memory: 64,
      passes: 1,
    };
    const derived = await promised(argon2, 'argon2id', parameters);
    assert.deepEqual(derived, newer(crypto, 'argon2Sync')?.('argon2id', parameters));
  },
  'should make UUIDs that begin with the time, where Node does': () => {
    const made = newer(crypto, 'randomUUIDv7')?.();
    if (made === undefined) return;
    assert.match(String(made), /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const ms = Number.parseInt(String(made).replaceAll('-', '').slice(0, 12), 16);
    assert.ok(Math.abs(ms - Date.now()) < 10_000);
  },
  'should compress with zstd, where Node does': async () => {
    const compress = newer(zlib, 'zstdCompress');
    if (compress === undefined) return;
    const small = await promised(compress, Buffer.from('text'));
    assert.equal(String(newer(zlib, 'zstdDecompressSync')?.(small)), 'text');
  },
  'should compress web streams': async () => {
    const small = new Blob(['abc'.repeat(1_000)])
      .stream()
      .pipeThrough(new CompressionStream('gzip') as never);
    const text = await new Response(small.pipeThrough(new DecompressionStream('gzip') as never)).text();
    assert.equal(text, 'abc'.repeat(1_000));
  },
  'should read blobs as streams, and files as blobs': async () => {
    fs.writeFileSync(`${folder()}/blob`, Buffer.alloc(150_000, 'x'));
    const blob = await fs.openAsBlob(`${folder()}/blob`);
    let sizeBytes = 0;
    for await (const piece of blob.stream()) sizeBytes += piece.length;
    assert.equal(sizeBytes, 150_000);
    assert.equal(await blob.slice(0, 3).text(), 'xxx');
  },
  'should read a file handle as a web stream': async () => {
    fs.writeFileSync(`${folder()}/stream`, 'a text');
    const handle = await fs.promises.open(`${folder()}/stream`);
    const pieces: Buffer[] = [];
    for await (const piece of handle.readableWebStream()) pieces.push(Buffer.from(piece as ArrayBuffer));
    assert.equal(Buffer.concat(pieces).toString(), 'a text');
    await handle.close();
  },
  'should find built-in modules, and read settings from a file': () => {
    const { getBuiltinModule } = process as unknown as { getBuiltinModule(id: string): unknown };
    assert.equal(getBuiltinModule('node:path'), getBuiltinModule('path'));
    assert.equal(getBuiltinModule('no-such-module'), undefined);
    fs.writeFileSync(`${folder()}/settings`, 'CONTRACT_FIRST=one\nPATH=other\n');
    const path = process.env['PATH'];
    process.loadEnvFile(`${folder()}/settings`);
    assert.equal(process.env['CONTRACT_FIRST'], 'one');
    assert.equal(process.env['PATH'], path);
    assert.throws(() => process.loadEnvFile(`${folder()}/none`), { code: 'ENOENT' });
  },
  'should give contexts the time of their program': () => {
    const before = Date.now();
    const inside = Number(vm.runInNewContext('Date.now()'));
    assert.ok(inside >= before && inside <= Date.now());
    assert.equal(vm.runInContext('typeof Date', vm.createContext({ Date: 'mine' })), 'string');
    assert.deepEqual(Object.keys(vm.createContext({ a: 1 })), ['a']);
    assert.equal(new vm.Script('a + 1').runInNewContext({ a: 1 }), 2);
  },
  'should sleep without threads': () => {
    const before = Date.now();
    const cell = new Int32Array(new SharedArrayBuffer(4));
    assert.equal(Atomics.wait(cell, 0, 0, 30), 'timed-out');
    assert.ok(Date.now() - before >= 29);
    assert.equal(Atomics.wait(cell, 0, 1, 30), 'not-equal');
  },
  'should limit calls in time, where Node does': async () => {
    const debounce = newer((await import('node:util')).default, 'debounce');
    if (debounce === undefined) return;
    let calls = 0;
    const limited = debounce(() => calls++, 20) as () => Promise<unknown>;
    void limited();
    await limited();
    assert.equal(calls, 1);
  },
  'should find files by pattern, where Node does': () => {
    fs.mkdirSync(`${folder()}/deep/er`, { recursive: true });
    fs.writeFileSync(`${folder()}/deep/er/a.txt`, '');
    const found = newer(fs, 'globSync')?.('**/*.txt', { cwd: `${folder()}/deep` });
    if (found !== undefined) assert.deepEqual(found, ['er/a.txt']);
  },
  'should have the classes of web sockets, where Node has them': () => {
    const types = ['WebSocket', 'CloseEvent', 'MessageEvent'].map((name) => typeof newer(http, name));
    assert.equal(new Set(types).size, 1);
  },
};
