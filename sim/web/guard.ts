import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

export interface GuardOptions {
  readonly hosts: readonly string[];
  readonly readOnly: boolean;
}

/** What a page of ours may load: what this server has, and nothing else. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** Only a script of ours can set it: a page from elsewhere would have to ask first, and is refused. */
const HEADER = 'x-wavetank';

/** Keeps out what other pages in the same browser may try, and says of what is wrong no more than a sentence. */
export function guard(server: FastifyInstance, { hosts, readOnly }: GuardOptions): void {
  const known = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts]);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    // A name of somebody else that leads to this machine is no name of ours.
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (!known.has(host)) return reply.code(403).send({ error: 'this server is asked under another name' });
    if (request.method === 'GET' || request.method === 'HEAD') return undefined;
    if (readOnly) return reply.code(403).send({ error: 'this server is read-only' });
    if (request.headers[HEADER] !== '1')
      return reply.code(403).send({ error: 'only the pages of this server may ask for that' });
    return undefined;
  });
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'there is nothing of that name' }));
  server.setErrorHandler((error, _, reply) => {
    if (error instanceof z.ZodError)
      return reply.code(400).send({ error: 'that is no name that this server knows' });
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    const text = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    return reply.code(status).send({ error: text });
  });
}
