import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusData } from '../../page/explorer/position-data.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { launchBrowser } from '../../testing/browser.ts';
import { counterFile } from '../testing/counter-file.ts';
import { openExplorer } from './open.ts';
import type { Served } from './server.ts';

const browser = await launchBrowser();
const missing = typeof browser === 'string' ? browser : undefined;
const options = { timer: [], set: [], property: [], reduction: true } as const;
const registry = { systems, defaultSystem };

let served: Served;
beforeAll(async () => {
  served = await openExplorer({ ...options, system: 'naive-register' }, registry, 0);
});
afterAll(async () => {
  await served.close();
  if (typeof browser !== 'string') await browser.close();
});

async function opened(address = served.url): Promise<{ page: Page; errors: string[] }> {
  if (typeof browser === 'string') throw new Error(browser);
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(address);
  await page.waitForSelector('#next');
  return { page, errors };
}

const statusOf = async ({ url }: Served): Promise<StatusData> =>
  (await (await fetch(`${url}?status`)).json()) as StatusData; // our own server's

/** A status that fits, as soon as there is one. */
async function statusWhen(server: Served, fits: (status: StatusData) => boolean): Promise<StatusData> {
  let status = await statusOf(server);
  await expect
    .poll(
      async () => {
        status = await statusOf(server);
        return fits(status);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  return status;
}

const OURS = { 'x-wavetank': '1' };

/** Node's `fetch` does not let a test choose the name of the host. */
const posted = (body: string, headers: Record<string, string> = OURS): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(`${served.url}?find`, { method: 'POST', headers }, ({ statusCode }) =>
      resolve(statusCode),
    );
    asked.on('error', reject).end(body);
  });
const find = (predicate: string, way = ''): Promise<number | undefined> =>
  posted(JSON.stringify({ predicate, path: way }));

describe('the server of the Explorer', () => {
  it('should answer nothing but positions', async () => {
    const status = async (address: string): Promise<number> =>
      (await fetch(`${served.url}${address}`)).status;
    expect(await status('')).toBe(200);
    expect(await status('etc/passwd')).toBe(404);
    expect(await status('?path=99999')).toBe(404);
    expect(await status('?path=x')).toBe(404);
    expect(await status('?path=&beside=x')).toBe(404);
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('should begin no search for a page of another origin', async () => {
    const body = JSON.stringify({ predicate: 'true', path: '' });
    const { host } = new URL(served.url);
    expect(await posted(body, {})).toBe(403);
    expect(await posted(body, { ...OURS, origin: 'http://evil.example' })).toBe(403);
    expect(await posted(body, { ...OURS, host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
    expect(await posted(body, { ...OURS, origin: `http://${host}` })).toBe(204);
    expect(await posted('{"predicate": 1}')).toBe(400);
    expect(await posted(' '.repeat(100_000))).toBe(400);
  });

  it('should say of a search where the nearest state is, that there is none, or what is wrong with it', async () => {
    const ended = async (predicate: string): Promise<StatusData['find']> => {
      expect(await find(predicate)).toBe(204);
      return (await statusWhen(served, (status) => status.find?.isRunning === false)).find;
    };
    const found = await ended("history.some((op) => op.outcome === 'ok')");
    expect(found).toMatchObject({ isWrong: false, words: 'the nearest state is 4 steps on' });
    expect(found?.path).toHaveLength(4);
    const page = await (await fetch(`${served.url}?path=${found?.path?.join('.')}`)).text();
    expect(page).toContain('= done');
    expect(await ended("messages.some((m) => m.tpe === 'Nothing')")).toMatchObject({
      isWrong: false,
      words: expect.stringMatching(
        /^no such state among [\d,]+ states up to depth \d+: .*; nothing in them has a field tpe$/,
      ),
    });
    expect(await ended('states[0')).toMatchObject({
      isWrong: true,
      words: 'at the end, character 9: ] is missing',
    });
  });

  it('should answer while it searches, and end a search when another one begins', async () => {
    await find('messages.length > 1000');
    const first = await statusOf(served);
    await find('messages.length > 2000');
    const second = await statusOf(served);
    expect(first.find).toMatchObject({ predicate: 'messages.length > 1000', isRunning: true });
    expect(second.find).toMatchObject({ predicate: 'messages.length > 2000', isRunning: true });
    await find('');
    expect((await statusOf(served)).find).toBeUndefined();
  });
});

describe('the Explorer of a file that is edited', () => {
  it('should follow the way in each version, as far as it goes, and keep the last one that loads', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'explore-'));
    const file = path.join(folder, 'counter.ts');
    const server = path.join(folder, 'word.ts');
    writeFileSync(server, "export const word = 'count';");
    const text = counterFile({ beside: "import { word } from './word.ts';", operation: 'word' });
    writeFileSync(file, text);
    const edited = await openExplorer({ ...options, system: file, clients: '1', replicas: '1' }, registry, 0);
    try {
      const page = async (query: string): Promise<string> => (await fetch(`${edited.url}${query}`)).text();
      const { version } = await statusOf(edited);
      expect(await page('?path=0.0')).toContain('request');
      writeFileSync(server, "export const word = 'say \"';"); // in what it imports; the call is another step then
      const second = await statusWhen(edited, (status) => status.version !== version);
      const answer = await fetch(`${edited.url}?path=0.0&since=${version}`);
      expect(answer.url).toMatch(/\?path=0\.0&kept=2\.2$/);
      expect(await answer.text()).toContain('the way here is still there (2 steps)');
      writeFileSync(file, text.replace('{ request: state.request }', '{ request: state.request + 10 }'));
      const third = await statusWhen(edited, (status) => status.version !== second.version);
      const cut = await fetch(`${edited.url}?path=0.0&since=${second.version}&beside=`);
      expect(cut.url).toMatch(/\?path=0&beside=&kept=1\.2$/);
      expect(await cut.text()).toContain('the way can be followed up to step 1 of 2');
      writeFileSync(file, `${text}\nconst = 3;`);
      const wrong = await statusWhen(edited, (status) => status.error !== undefined);
      expect(wrong).toMatchObject({
        version: third.version,
        error: expect.stringMatching(/counter\.ts:\d+:\d+: /),
      });
      expect(wrong.error).not.toContain('\n');
      expect((await fetch(`${edited.url}?path=0`)).status).toBe(200);
      writeFileSync(file, text);
      const { error } = await statusWhen(edited, (status) => status.version !== third.version);
      expect(error).toBeUndefined();
    } finally {
      await edited.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(missing !== undefined)(
  `the Explorer in a browser${missing === undefined ? '' : ` is NOT TESTED: ${missing}`}`,
  () => {
    it('should take a step by keyboard, show what it changed, and undo it', async () => {
      const { page, errors } = await opened();
      expect(await page.textContent('#headline')).toBe('naive-register · step 0');
      const first = await page.textContent('#next li a');
      expect(first).toMatch(/replica \d receives from client \d: Put/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/path=\d+$/);
      await page.waitForSelector('.changed');
      expect(await page.textContent('#steps li a')).toBe(first);
      expect(await page.locator('#diagram line.message').count()).toBe(1);
      expect(await page.textContent('#network')).toContain('Replicate');
      await page.keyboard.press('u');
      await page.waitForURL(/path=$/);
      await page.waitForSelector('#next');
      expect(await page.locator('.changed').count()).toBe(0);
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should lead to what the search beside it has found, with the clash, as soon as it is', async () => {
      const { page, errors } = await opened();
      await page.locator('a.discovery', { hasText: 'linearizable' }).click(); // the page is not loaded again for it
      await page.waitForSelector('h1.bad');
      expect(await page.textContent('#headline')).toBe('✗ linearizable · step 13');
      expect(await page.locator('#steps > li').count()).toBe(13);
      expect(await page.locator('#operations.bad li').count()).toBe(5);
      await page.locator('#steps > li a').first().click();
      await page.waitForSelector('h1:not(.bad)');
      expect(await page.textContent('#headline')).toContain('step 1');
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should go to the state that was searched for, and show it beside a pinned one', async () => {
      const { page, errors } = await opened(`${served.url}?path=0`);
      await page.keyboard.press('p');
      await page.waitForURL(/\?path=0&beside=0$/);
      await page.waitForSelector('#beside');
      expect(await page.locator('#beside .differs').count()).toBe(0);
      await page.keyboard.press('/');
      await page.keyboard.type("history.some((op) => op.outcome === 'ok')");
      await page.keyboard.press('Enter');
      await page.locator('#found a', { hasText: /steps on/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\?path=0\.[\d.]+&beside=0$/);
      await page.waitForSelector('#beside .differs');
      expect(await page.textContent('#operations .sides ul:first-child li.differs >> nth=0')).toMatch(/= /);
      expect(await page.locator('#network li.differs').count()).toBeGreaterThan(0);
      await page.click('#headline');
      await page.keyboard.press('o');
      await page.waitForURL(/\?path=0&beside=0\.[\d.]+$/);
      await page.keyboard.press('p');
      await page.waitForURL(/\?path=0$/);
      expect(await page.locator('#beside').count()).toBe(0);
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should show the file as it is edited, and what is wrong with it', async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'explore-page-'));
      const file = path.join(folder, 'counter.ts');
      writeFileSync(file, counterFile({}));
      const edited = await openExplorer({ ...options, system: file, replicas: '1' }, registry, 0);
      try {
        const { page, errors } = await opened(`${edited.url}?path=0`);
        writeFileSync(file, counterFile({ init: '{ n: 7 }' }));
        await page.waitForSelector('#note');
        expect(await page.textContent('#note')).toContain('the way here is still there (1 step)');
        expect(await page.textContent('#processes')).toContain('n 7');
        writeFileSync(file, 'export default <b>;');
        await page.waitForSelector('#error');
        expect(await page.textContent('#error')).toMatch(
          /this is the last version that could: .*counter\.ts:1:/,
        );
        expect(errors).toEqual([]);
        await page.close();
      } finally {
        await edited.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);
