import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BadInput } from '../../input/bad-input.ts';
import { findIn, isForHere, isFromOurPage, keptIn, wayIn } from './requests.ts';
import type { Session } from './session.ts';

const HOST = '127.0.0.1';

interface Answer {
  readonly status: 200 | 204 | 303 | 400 | 403 | 404 | 500;
  readonly type?: 'text/html' | 'application/json';
  readonly body?: string;
  readonly location?: string;
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a page per position, on localhost only. @throws BadInput when the port is taken. */
export async function serveExplorer(session: Session, port: number): Promise<Served> {
  const server = createServer((request, response) => {
    answerTo(request, session).then(
      (answer) => reply(response, answer),
      (error) =>
        reply(response, { status: 500, body: error instanceof Error ? error.message : String(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new BadInput(`--port ${port}: ${error.message}`)));
    server.listen(port, HOST, resolve);
  });
  session.start();
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${HOST}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        session.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(request: IncomingMessage, session: Session): Promise<Answer> {
  if (!isForHere(request)) return { status: 403, body: 'only for this machine' };
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
  if (pathname !== '/') return { status: 404, body: 'there is nothing here' };
  if (request.method === 'POST' && searchParams.has('find')) return begunFind(request, session);
  if (request.method !== 'GET') return { status: 404, body: 'there is nothing here' };
  if (searchParams.has('status'))
    return { status: 200, type: 'application/json', body: JSON.stringify(session.status) };
  return pageFor(searchParams, session);
}

async function begunFind(request: IncomingMessage, session: Session): Promise<Answer> {
  if (!isFromOurPage(request)) return { status: 403, body: 'only the page of the Explorer may ask for that' };
  const find = await findIn(request);
  if (find === undefined) return { status: 400, body: 'this is no search' };
  session.find(find.predicate, find.way);
  return { status: 204 };
}

function pageFor(query: URLSearchParams, session: Session): Answer {
  const nowhere: Answer = { status: 404, body: 'there is no such way: it begins at /' };
  const way = wayIn(query.get('path') ?? '');
  const pinned = query.get('beside');
  const beside = pinned === null ? undefined : wayIn(pinned);
  if (way === undefined || (pinned !== null && beside === undefined)) return nowhere;
  const since = query.get('since');
  if (since !== null && since !== session.version) {
    const kept = session.translated(since, way);
    const other = beside === undefined ? undefined : (session.translated(since, beside) ?? beside);
    const words = [
      `path=${(kept ?? way).join('.')}`,
      ...(other === undefined ? [] : [`beside=${other.join('.')}`]),
      ...(kept === undefined ? [] : [`kept=${kept.length}.${way.length}`]),
    ];
    return { status: 303, location: `?${words.join('&')}` };
  }
  const kept = keptIn(query.get('kept'));
  const body = session.page({
    way,
    ...(beside === undefined ? {} : { beside }),
    ...(kept === undefined ? {} : { kept }),
  });
  return body === undefined ? nowhere : { status: 200, type: 'text/html', body };
}

function reply(response: ServerResponse, { body, location, status, type }: Answer): void {
  response.writeHead(status, {
    'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "frame-ancestors 'none'",
    ...(location === undefined ? {} : { location }),
  });
  response.end(body === undefined ? '' : type === undefined ? `${body}\n` : body);
}
