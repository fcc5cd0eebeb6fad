import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Explorers } from './explorers.ts';

const nameSchema = z.object({ name: z.string().max(100) });
const waySchema = z.string().regex(/^[\d.]*$/);
/** A position, given by its path, optionally with a pinned one beside it; or the status of the searches. */
const positionSchema = z.object({
  path: waySchema.default(''),
  beside: waySchema.optional(),
  status: z.string().max(10).optional(),
});
const findSchema = z.strictObject({ predicate: z.string().max(2000), path: waySchema });
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
    const { beside, path, status } = positionSchema.parse(request.query);
    const behind = beside === undefined ? '' : `&beside=${beside}`;
    const found = await explorers.page(name, status === undefined ? `?path=${path}${behind}` : '?status');
    if (found === undefined) return reply.code(404).send({ error: 'that Explorer does not run' });
    reply.header('content-security-policy', POLICY);
    return reply.code(found.status).type(found.type).send(found.text);
  });
  // Only a page of ours can ask for it (guard.ts), and a predicate can read nothing but states.
  server.post('/explore/:name', async (request, reply) => {
    const { name } = nameSchema.parse(request.params);
    const found = await explorers.page(name, '?find', findSchema.parse(request.body));
    if (found === undefined) return reply.code(404).send({ error: 'that Explorer does not run' });
    return reply.code(found.status).type(found.type).send(found.text);
  });
}
