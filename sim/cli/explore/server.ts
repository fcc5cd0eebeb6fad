import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Explorer } from '../../check/explore/explorer.ts';
import { BadInput } from '../../input/bad-input.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import { positionPage, type Searched } from '../../page/explorer/position-page.ts';
import type { CheckJob } from '../check/job.ts';
import { mayHappen } from '../check/lines.ts';
import { Background } from './background.ts';

const HOST = '127.0.0.1';
/** Maximum path length; longer URLs are rejected. */
const STEPS_MAX = 10_000;

type Answer =
  | { readonly status: 200; readonly html: string }
  | { readonly status: 403 | 404 | 500; readonly sentence: string };

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a page per position, on localhost only. @throws BadInput when the port is taken. */
export async function serveExplorer(job: CheckJob, port: number): Promise<Served> {
  const explorer = withoutNondeterminism(() => new Explorer(job.system, job.configuration));
  const background = new Background(job);
  const words = mayHappen(job.configuration);
  const searched = (): Searched => withoutNondeterminism(() => background.searchedBy(explorer));
  const answer = (request: IncomingMessage): Answer => {
    // Guards against DNS rebinding from other sites' pages.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
      return { status: 403, sentence: 'only for this machine' };
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
    if (request.method !== 'GET' || pathname !== '/')
      return { status: 404, sentence: 'there is nothing here' };
    const actions = actionsIn(searchParams.get('path') ?? '');
    const position = actions === undefined ? undefined : withoutNondeterminism(() => explorer.at(actions));
    if (actions === undefined || position === undefined)
      return { status: 404, sentence: 'there is no such way: it begins at /' };
    return { status: 200, html: positionPage(explorer, position, actions, words, searched()) };
  };
  const server = createServer((request, response) => {
    try {
      reply(response, answer(request));
    } catch (error) {
      reply(response, { status: 500, sentence: error instanceof Error ? error.message : String(error) });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new BadInput(`--port ${port}: ${error.message}`)));
    server.listen(port, HOST, resolve);
  });
  background.start();
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${HOST}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        background.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, answer: Answer): void {
  const type = 'html' in answer ? 'text/html' : 'text/plain';
  response.writeHead(answer.status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end('html' in answer ? answer.html : `${answer.sentence}\n`);
}

/** Parses a path such as `3.0.5` into actions; undefined when invalid. */
function actionsIn(text: string): readonly number[] | undefined {
  if (text === '') return [];
  if (!/^\d{1,6}(\.\d{1,6})*$/.test(text)) return undefined;
  const actions = text.split('.').map(Number);
  return actions.length > STEPS_MAX ? undefined : actions;
}
