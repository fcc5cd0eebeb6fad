import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

const text = Buffer.from('to be or not to be '.repeat(10_000));

export const cases = {
  'should compress and expand at once': () => {
    assert.ok(zlib.gunzipSync(zlib.gzipSync(text)).equals(text));
    assert.ok(zlib.brotliDecompressSync(zlib.brotliCompressSync(text)).equals(text));
    assert.throws(() => zlib.inflateSync(Buffer.from('no')), { code: 'Z_DATA_ERROR' });
  },
  'should compress and expand with callbacks and promises': async () => {
    const small = await promisify(zlib.deflate)(text);
    assert.ok(small.length < text.length / 10);
    assert.ok((await promisify(zlib.inflate)(small)).equals(text));
    await assert.rejects(promisify(zlib.gunzip)(text), { code: 'Z_DATA_ERROR' });
  },
  'should compress and expand in streams': async () => {
    const parts: Buffer[] = [];
    await pipeline(Readable.from([text, text]), zlib.createGzip(), zlib.createGunzip(), async (source) => {
      for await (const part of source) parts.push(part as Buffer);
    });
    assert.ok(Buffer.concat(parts).equals(Buffer.concat([text, text])));
  },
  'should flush on demand': async () => {
    const gzip = zlib.createGzip();
    const seen: Buffer[] = [];
    gzip.on('data', (part: Buffer) => seen.push(part));
    gzip.write('first');
    await new Promise<void>((resolve) => gzip.flush(resolve));
    const half = Buffer.concat(seen);
    assert.equal(zlib.gunzipSync(half, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString(), 'first');
    gzip.destroy();
  },
};
