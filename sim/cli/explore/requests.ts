import type { IncomingMessage } from 'node:http';
import * as z from 'zod';

/** Maximum path length; longer URLs are rejected. */
const STEPS_MAX = 10_000;
const BODY_BYTES_MAX = 64 * 1024;
/** Only our own script can set this header: other origins would need a preflight request, which is not answered. */
const HEADER = 'x-wavetank';

/** Whether the Host header is a loopback name. Guards against DNS rebinding. */
export const isForHere = ({ headers }: IncomingMessage): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');

/** Whether a request with side effects comes from our own page. */
export const isFromOurPage = ({ headers }: IncomingMessage): boolean =>
  headers[HEADER] === '1' && (headers.origin === undefined || headers.origin === `http://${headers.host}`);

const findSchema = z.strictObject({ predicate: z.string(), path: z.string() });

/** A search that a page asks for; undefined if it is none. */
export async function findIn(
  request: IncomingMessage,
): Promise<{ readonly predicate: string; readonly way: readonly number[] } | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  try {
    const { path, predicate } = findSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const way = wayIn(path);
    return way === undefined ? undefined : { predicate, way };
  } catch {
    return undefined;
  }
}

/** Parses a path such as `3.0.5` into actions; undefined when invalid. */
export function wayIn(text: string): readonly number[] | undefined {
  if (text === '') return [];
  if (!/^\d{1,6}(\.\d{1,6})*$/.test(text)) return undefined;
  const actions = text.split('.').map(Number);
  return actions.length > STEPS_MAX ? undefined : actions;
}

/** Parses `3.7`: of 7 steps 3 were kept. */
export function keptIn(text: string | null): readonly [number, number] | undefined {
  const [kept, all, ...rest] = wayIn(text ?? '') ?? [];
  return kept === undefined || all === undefined || rest.length > 0 ? undefined : [kept, all];
}
