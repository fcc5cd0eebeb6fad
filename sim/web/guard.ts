import type { FastifyInstance } from 'fastify';
import * as z from 'zod';

export interface GuardOptions {
  readonly hosts: readonly string[];
  readonly readOnly: boolean;
}

/** Content security policy: a page may only load from this server. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** Only our own script can set this header: other origins would need a preflight request, which is refused. */
const HEADER = 'x-wavetank';

/** Blocks attacks by other pages in the same browser, and reduces errors to one sentence. */
export function guard(server: FastifyInstance, { hosts, readOnly }: GuardOptions): void {
  const known = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts]);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    // DNS rebinding: reject foreign host names that resolve to this machine.
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
