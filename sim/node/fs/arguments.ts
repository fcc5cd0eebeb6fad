/** A path as programs give it: text or bytes. */
export const pathText = (value: unknown): string =>
  typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString(); // the library has checked it

/** A name or path in the encoding that was asked for. */
export const encoded = (text: string, encoding: unknown): string | Buffer => {
  if (encoding === 'buffer') return Buffer.from(text);
  if (encoding === undefined || encoding === null || encoding === 'utf8') return text;
  return Buffer.from(text).toString(encoding as BufferEncoding); // one of those that the library accepts
};

export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** The byte view of any typed array. */
export const bytesOf = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** A time in seconds, as `utimes` takes it, in microseconds. */
export const secondsToUs = (seconds: unknown): number => Math.round(Number(seconds) * 1_000_000);
