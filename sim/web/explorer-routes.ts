import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Explorers } from './explorers.ts';

const nameSchema = z.object({ name: z.string().max(100) });
/** A position is the way to it. */
const positionSchema = z.object({
  path: z
    .string()
    .regex(/^[\d.]*$/)
    .default(''),
});
/** What an Explorer's page may load is said in it; it may stand in our own pages. */
const POLICY = "frame-ancestors 'self'";

/** The Explorer within the pages: a process is started by a click only, as other pages can ask for an address. */
export function explorerRoutes(server: FastifyInstance, explorers: Explorers): void {
  server.get('/api/explorers', () => explorers.names);
  server.post('/api/explorers/:name', async (request, reply) => {
    const { name } = nameSchema.parse(request.params);
    if (!explorers.names.includes(name))
      return reply.code(404).send({ error: 'the checker has no such system' });
    const error = await explorers.start(name);
    return error === undefined ? {} : reply.code(500).send({ error });
  });
  server.get('/explore/:name', async (request, reply) => {
    const { name } = nameSchema.parse(request.params);
    const { path } = positionSchema.parse(request.query);
    const found = await explorers.page(name, path === '' ? '' : `?path=${path}`);
    if (found === undefined) return reply.code(404).send({ error: 'that Explorer does not run' });
    reply.header('content-security-policy', POLICY);
    return reply
      .code(found.status)
      .type(found.status === 200 ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8')
      .send(found.text);
  });
}
