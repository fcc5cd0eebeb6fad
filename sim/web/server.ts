import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { BadInput } from '../input/bad-input.ts';
import { bundleOf } from '../page/bundle.ts';
import type { FindingDetails, Settings } from '../page/web/data.ts';
import { shell } from '../page/web/page.ts';
import type { System } from '../scenario/system.ts';
import { Database } from '../store/database.ts';
import { findings, runText } from '../store/findings.ts';
import { scores } from '../store/scores.ts';
import { explorerRoutes } from './explorer-routes.ts';
import { Explorers } from './explorers.ts';
import { guard } from './guard.ts';
import { Jobs } from './jobs.ts';
import { LiveEvents } from './live-events.ts';
import { RunPages } from './run-pages.ts';
import { Views } from './views.ts';

export interface WebOptions {
  /** Path of the store. */
  readonly store: string;
  readonly readOnly: boolean;
  /** Accepted host names, besides those of this machine. */
  readonly hosts: readonly string[];
  readonly systems: ReadonlyMap<string, System>;
  /** Systems that the checker can explore; none when absent. */
  readonly explorable?: readonly string[];
}

const markSchema = z.object({ mark: z.string().regex(/^[0-9a-f]{8}$/) });
const idSchema = z.object({ id: z.string().max(200) });
const jobSchema = markSchema.extend({ kind: z.enum(['shrink', 'replay', 'bisect']) });
/** The pattern keeps a commit name from being taken for an option. */
const goodSchema = z.object({ good: z.string().regex(/^[A-Za-z0-9][\w./~^-]{0,99}$/) });

/** Builds the web server, which does not listen yet. @throws BadInput */
export async function webServer({
  store,
  readOnly,
  hosts,
  systems,
  explorable = [],
}: WebOptions): Promise<FastifyInstance> {
  const fastify = await loaded();
  if (!readOnly) Database.open(store).close(); // creates or migrates it
  const db = Database.open(store, 'read');
  const events = new LiveEvents(() => db.dataVersion());
  const jobs = new Jobs(store, () => events.tell());
  const views = new Views(db, systems);
  const pages = new RunPages();
  const explorers = new Explorers(readOnly ? [] : explorable);
  const server = fastify({ bodyLimit: 4096, forceCloseConnections: true });
  guard(server, { hosts, readOnly });
  server.addHook('onClose', async () => {
    events.close();
    explorers.close();
    await jobs.close();
    db.close();
  });

  const settings: Settings = { readOnly };
  server.get('/', (_, reply) => reply.type('text/html; charset=utf-8').send(shell(settings)));
  server.get('/app.js', (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(bundleOf('web').script),
  );
  server.get('/app.css', (_, reply) => reply.type('text/css; charset=utf-8').send(bundleOf('web').style));

  server.get('/api/campaigns', () => views.campaigns());
  server.get('/api/campaigns/:id', (request, reply) => {
    const found = views.campaign(idSchema.parse(request.params).id);
    return found ?? missing(reply, 'there is no such campaign');
  });
  server.get('/api/findings', () => findings(db));
  server.get('/api/findings/:mark', (request, reply): FindingDetails | FastifyReply => {
    const { mark } = markSchema.parse(request.params);
    const finding = findings(db).find((each) => each.mark === mark);
    return finding === undefined
      ? missing(reply, 'there is no such finding')
      : { finding, jobs: jobs.of(mark) };
  });
  server.get('/api/findings/:mark/story', async (request, reply) => {
    const text = runText(db, markSchema.parse(request.params).mark);
    const story = text === undefined ? undefined : await pages.story(text);
    return story === undefined ? missing(reply, 'no run of this finding is kept') : { story };
  });
  server.get('/api/mutants', () => scores(db));
  server.get('/api/events', (_, reply) => {
    reply.hijack();
    events.add(reply.raw);
  });
  const runPage = (
    url: string,
    {
      of: kind,
      make,
      otherwise,
    }: { of?: 'run'; make: (text: string) => Promise<string | undefined>; otherwise: string },
  ): void => {
    server.get(url, async (request, reply) => {
      const text = runText(db, markSchema.parse(request.params).mark, kind);
      const html = text === undefined ? undefined : await make(text);
      if (html === undefined) return missing(reply, otherwise);
      // The page is self-contained, as it is in a file.
      return reply.removeHeader('content-security-policy').type('text/html; charset=utf-8').send(html);
    });
  };
  const alone = {
    make: (text: string) => pages.page(text),
    otherwise: 'no run of this finding can be shown',
  };
  runPage('/run/:mark', alone);
  runPage('/run/:mark/found', { ...alone, of: 'run' });
  runPage('/run/:mark/passing', {
    make: (text) => pages.besidePassing(text),
    otherwise: 'no run of it was found that differs in one decision and passes',
  });
  explorerRoutes(server, explorers);
  server.post('/api/findings/:mark/:kind', (request, reply) => {
    const { mark, kind } = jobSchema.parse(request.params);
    const words = kind === 'bisect' ? ['--good', goodSchema.parse(request.body).good] : [];
    return jobs.start(kind, mark, words) ?? missing(reply, 'no run of this finding is kept');
  });
  return server;
}

const missing = (reply: FastifyReply, error: string): FastifyReply => reply.code(404).send({ error });

/** An optional package. @throws BadInput */
async function loaded(): Promise<typeof import('fastify').fastify> {
  try {
    return (await import('fastify')).fastify;
  } catch {
    throw new BadInput('the pages need the package fastify: npm install fastify libsql');
  }
}
