import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../store/database.ts';
import { findings } from '../store/findings.ts';
import { systems } from '../systems/index.ts';
import { webServer } from './server.ts';
import { fill } from './testing/filled-store.ts';

let folder = '';
let store = '';
let mark = '';
const servers: FastifyInstance[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'web-'));
  store = path.join(folder, 'store.db');
  const db = Database.open(store);
  fill(db, { nights: 2, samples: 5, findings: 3 });
  mark = findings(db)[0]?.mark ?? '';
  db.close();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serving(readOnly = false): Promise<FastifyInstance> {
  const server = await webServer({ store, readOnly, hosts: [], systems });
  servers.push(server);
  return server;
}

describe('the server of the pages', () => {
  it('should hand out campaigns, the last one like it, findings and mutants', async () => {
    const server = await serving();
    const json = async (url: string): Promise<unknown> => (await server.inject(url)).json();
    expect(await json('/api/campaigns')).toMatchObject([{ id: 'night-2', runs: 100 }, { id: 'night-1' }]);
    expect(await json('/api/campaigns/night-2')).toMatchObject({
      campaign: { commit: 'commit-2', notReached: expect.arrayContaining([expect.any(String)]) },
      previous: { id: 'night-1' },
      samples: expect.objectContaining({ length: 5 }),
    });
    expect(await json('/api/findings')).toMatchObject([{ state: 'ongoing', times: 2 }, {}, {}]);
    expect(await json(`/api/findings/${mark}`)).toMatchObject({ finding: { mark }, jobs: [] });
    expect(await json('/api/mutants')).toHaveLength(6);
  });

  it('should allow its pages nothing from elsewhere', async () => {
    const { headers, body } = await (await serving()).inject('/');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(body).not.toMatch(/https?:/);
  });

  const refused: readonly (readonly [
    what: string,
    status: number,
    url: () => string,
    method: 'GET' | 'POST',
    headers: object,
  ])[] = [
    ['a name that leads here from elsewhere', 403, () => '/api/findings', 'GET', { host: 'evil.example' }],
    ['a page from elsewhere that posts', 403, () => `/api/findings/${mark}/shrink`, 'POST', {}],
    ['what it does not have', 404, () => '/api/nothing', 'GET', {}],
    ['a campaign that is not there', 404, () => '/api/campaigns/x', 'GET', {}],
    [
      'the Explorer of what the checker does not know',
      404,
      () => '/api/explorers/x',
      'POST',
      { 'x-wavetank': '1' },
    ],
    ['an Explorer that nobody has started', 404, () => '/explore/vsr', 'GET', {}],
    ['what is no position of an Explorer', 400, () => '/explore/vsr?path=x%26y', 'GET', {}],
    ['a page from elsewhere that starts an Explorer', 403, () => '/api/explorers/vsr', 'POST', {}],
    ['a page from elsewhere that searches in an Explorer', 403, () => '/explore/vsr', 'POST', {}],
    ['what is no search in an Explorer', 400, () => '/explore/vsr', 'POST', { 'x-wavetank': '1' }],
    ['a finding that is not there', 404, () => '/api/findings/00000000', 'GET', {}],
    ['what is no name of a finding', 400, () => '/api/findings/..%2f..%2fetc', 'GET', {}],
    [
      'an option in place of a commit',
      400,
      () => `/api/findings/${mark}/bisect`,
      'POST',
      { 'x-wavetank': '1' },
    ],
    [
      'work on a run that is not kept',
      404,
      () => `/api/findings/${mark}/shrink`,
      'POST',
      { 'x-wavetank': '1' },
    ],
    ['a command that no page has', 400, () => `/api/findings/${mark}/rm`, 'POST', { 'x-wavetank': '1' }],
  ];
  it.each(refused)('should refuse %s in one sentence', async (_, status, url, method, headers) => {
    const payload = method === 'POST' ? { payload: { good: '--output=x' } } : {};
    const answer = await (await serving()).inject({
      url: url(),
      method,
      headers: { ...headers },
      ...payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
  });

  it('should start nothing when it is read-only', async () => {
    const server = await serving(true);
    const headers = { 'x-wavetank': '1' };
    const answer = await server.inject({
      url: `/api/findings/${mark}/shrink`,
      method: 'POST',
      headers,
      payload: {},
    });
    expect([answer.statusCode, answer.json()]).toEqual([403, { error: 'this server is read-only' }]);
  });

  it('should say in one sentence that there is no store to be read', async () => {
    const options = { store: path.join(folder, 'none'), readOnly: true, hosts: [], systems };
    await expect(webServer(options)).rejects.toThrow(/there is no such store$/);
  });
});
