/** Converts a path as given by programs, text or bytes. */
export const pathText = (value: unknown): string =>
  typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString(); // validated by the library

/** A name or path in the requested encoding. */
export const encoded = (text: string, encoding: unknown): string | Buffer => {
  if (encoding === 'buffer') return Buffer.from(text);
  if (encoding === undefined || encoding === null || encoding === 'utf8') return text;
  return Buffer.from(text).toString(encoding as BufferEncoding); // one of those that the library accepts
};

export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** The bytes of any typed array. */
export const bytesOf = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** The mode of `access` and `copyFile`, which the binding checks itself. @throws TypeError, RangeError as it does */
export function smallMode(mode: unknown): number {
  if (mode === undefined || mode === null) return 0;
  if (typeof mode !== 'number' || !Number.isInteger(mode))
    throw coded(new TypeError('mode must be int32 or null/undefined'), 'ERR_INVALID_ARG_TYPE');
  if (mode < 0 || mode > 7)
    throw coded(new RangeError('mode is out of range: >= 0 && <= 7'), 'ERR_OUT_OF_RANGE');
  return mode;
}

const coded = (error: Error, code: string): Error => Object.assign(error, { code });

/** Converts seconds, as taken by `utimes`, to microseconds. */
export const secondsToUs = (seconds: unknown): number => Math.round(Number(seconds) * 1_000_000);
