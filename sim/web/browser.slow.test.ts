import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { Database } from '../store/database.ts';
import { findings } from '../store/findings.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { launchBrowser } from '../testing/browser.ts';
import { webServer } from './server.ts';
import { EVIL, fill } from './testing/filled-store.ts';

const browser = await launchBrowser();
const missing = typeof browser === 'string' ? browser : undefined;

let folder = '';
let store = '';
let server: FastifyInstance | undefined;
let address = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'web-'));
  store = path.join(folder, 'store.db');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  if (typeof browser !== 'string') await browser.close();
});

/** Opens a page of the server, and collects problems: errors, dialogs, requests that leave the machine. */
async function open(
  hash: string,
  { readOnly = false, ...options }: BrowserContextOptions & { readOnly?: boolean } = {},
): Promise<{ tab: Page; wrongs: readonly string[] }> {
  if (typeof browser === 'string') throw new Error(browser);
  if (server === undefined) {
    server = await webServer({ store, readOnly, hosts: [], systems, explorable: ['naive-register'] });
    address = await server.listen({ port: 0, host: '127.0.0.1' });
  }
  const tab = await browser.newPage(options);
  tab.setDefaultTimeout(15_000);
  const wrongs: string[] = [];
  tab.on('pageerror', (error) => wrongs.push(error.message));
  tab.on('dialog', (dialog) => wrongs.push(`dialog ${dialog.message()}`));
  tab.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(message.text());
  });
  tab.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) wrongs.push(request.url());
  });
  await tab.goto(`${address}/${hash}`);
  return { tab, wrongs };
}

function filled(size: Parameters<typeof fill>[1], evil = ''): Database {
  const db = Database.open(store);
  fill(db, size, evil);
  return db;
}

describe.skipIf(missing !== undefined)(
  `the pages of the server${missing === undefined ? '' : ` are NOT TESTED: ${missing}`}`,
  () => {
    it('should lead by keys through campaigns, findings and mutants', async () => {
      filled({ nights: 2, samples: 30, findings: 2 }).close();
      const { tab, wrongs } = await open('');
      await tab.waitForSelector('text=night 2');
      await tab.keyboard.press('j');
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('text=compared with night 1');
      await tab.waitForSelector('.chart canvas');
      expect(await tab.getAttribute('.chart', 'aria-label')).toMatch(
        /^speed over time .*20 seeds per second/,
      );
      expect(await tab.innerText('#page')).toMatch(/situations never reached \(\d+\)/);
      await tab.keyboard.press('2');
      await tab.waitForSelector('.state.ongoing');
      await tab.keyboard.press('k');
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('text=how likely, by commit');
      await tab.keyboard.press('3');
      await tab.waitForSelector('text=not found in every trial (1)');
      expect(await tab.innerText('#page')).toContain('V01');
      await tab.keyboard.press('?');
      expect(await tab.innerText('#key-help')).toContain('goes to findings');
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should hold the Explorer of the checker, at a position that the address names', {
      timeout: 120_000,
    }, async () => {
      filled({ nights: 1, samples: 2, findings: 0 }).close();
      const { tab, wrongs } = await open('');
      await tab.waitForSelector('text=night 1'); // before that, nobody may be listening for keys
      await tab.keyboard.press('4');
      await tab.click('text=naive-register', { timeout: 60_000 });
      const frame = tab.frameLocator('#explorer');
      await frame.locator('#next a >> nth=0').waitFor({ timeout: 60_000 });
      await frame.locator('#headline').click(); // keys go into it
      await tab.keyboard.press('Enter');
      await frame.locator('#steps li >> nth=0').waitFor();
      await expect.poll(() => tab.url()).toMatch(/#\/explorer\/naive-register\/\d+$/);
      await tab.reload();
      await frame.locator('#steps li >> nth=0').waitFor({ timeout: 60_000 });
      expect(await frame.locator('#headline').innerText()).toBe('naive-register · step 1');
      await frame.locator('#find input').fill('messages.length > 5');
      await frame.locator('#find input').press('Enter');
      await frame.locator('#found a').waitFor({ timeout: 60_000 });
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should show at once what a campaign writes while it runs', async () => {
      const db = filled({ nights: 1, samples: 5, findings: 0 });
      const { tab, wrongs } = await open('');
      await tab.waitForSelector('text=night 1');
      fill(db, { nights: 2, samples: 5, findings: 0 });
      await tab.waitForSelector('text=night 2');
      db.close();
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should show what is hostile as text', async () => {
      const db = filled({ nights: 2, samples: 5, findings: 1 }, EVIL);
      const mark = findings(db)[0]?.mark ?? '';
      db.close();
      for (const hash of [
        '',
        '#/campaign/night-2',
        '#/findings',
        `#/finding/${mark}`,
        '#/mutants',
        `#/finding/${encodeURIComponent(EVIL)}`,
      ]) {
        const { tab, wrongs } = await open(hash);
        await expect
          .poll(() => tab.evaluate('document.querySelector("#page").innerText.length > 20'))
          .toBe(true);
        await expect.poll(() => tab.evaluate('document.body.innerText.includes("loading…")')).toBe(false);
        if (!hash.includes('%3C'))
          expect(await tab.innerText('#page')).toContain('<img src=x onerror=alert(1)>');
        expect(await tab.locator('#page img, #page script').count()).toBe(0);
        // An unknown finding is answered with an error status, which browsers log.
        expect(wrongs.filter((wrong) => !/status of 400/.test(wrong))).toEqual([]);
        await tab.close();
      }
    });

    it('should fit into a narrow window, in the dark, and hold a large campaign', async () => {
      filled({ nights: 60, samples: 400, findings: 5 }).close();
      const look = { viewport: { width: 400, height: 800 }, colorScheme: 'dark', readOnly: true } as const;
      const { tab, wrongs } = await open('', look);
      for (const [hash, there] of [
        ['#/campaigns', 'night 60'],
        ['#/campaign/night-60', 'situations never'],
        ['#/findings', 'logs differ'],
        ['#/mutants', 'by area'],
      ] as const) {
        await tab.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await tab.waitForSelector(`text=${there}`);
        const overflow = await tab.evaluate('document.scrollingElement.scrollWidth - innerWidth');
        expect(overflow, hash).toBeLessThanOrEqual(0);
      }
      expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(18, 22, 29)');
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should show the run of a finding, and replay it by a click', { timeout: 120_000 }, async () => {
      const words = [
        '--seeds',
        '1..10',
        '--system',
        'register-naive',
        '--workers',
        '1',
        '--out',
        path.join(folder, 'out'),
        '--store',
        store,
      ];
      await main(['fuzz', ...words], new FakeIo(), { systems, defaultSystem });
      expect(readdirSync(folder)).toContain('store.db');
      const db = Database.open(store, 'read');
      const mark = findings(db)[0]?.mark ?? '';
      const { tab, wrongs } = await open(`#/finding/${mark}`);
      await tab.waitForSelector('#story', { timeout: 60_000 });
      expect(await tab.innerText('#story')).toContain('✗');
      await tab.click('button >> text=replay');
      await tab.waitForSelector('.job >> text=replay: done', { timeout: 60_000 });
      expect(await tab.innerText('.job')).toContain('each as it was recorded');
      await tab.click('text=look at the run');
      await tab.waitForSelector('#headline', { timeout: 60_000 });
      await tab.keyboard.press('v');
      expect(tab.url()).toMatch(new RegExp(`/run/${mark}#\\d+$`));
      await tab.goto(`${address}/#/finding/${mark}`);
      await tab.click('text=beside the nearest run that passes');
      await tab.waitForSelector('text=/first difference, after \\d+ equal events/', { timeout: 60_000 });
      expect(tab.url()).toBe(`${address}/run/${mark}/passing`);
      expect(await tab.innerText('#headline')).toMatch(/^left: ✗ .*\nright: pass .* failure\.json --edit /);
      expect(wrongs).toEqual([]);
      db.close();
      await tab.close();
    });
  },
);
