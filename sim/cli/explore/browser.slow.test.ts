import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { launchBrowser } from '../../testing/browser.ts';
import { prepare } from '../check/prepare.ts';
import { type Served, serveExplorer } from './server.ts';

const browser = await launchBrowser();
const missing = typeof browser === 'string' ? browser : undefined;
const options = { timer: [], set: [], property: [], reduction: true } as const;

let served: Served;
beforeAll(async () => {
  const job = await prepare({ ...options, system: 'naive-register' }, { systems, defaultSystem });
  served = await serveExplorer(job, 0);
});
afterAll(async () => {
  await served.close();
  if (typeof browser !== 'string') await browser.close();
});

async function opened(query = ''): Promise<{ page: Page; errors: string[] }> {
  if (typeof browser === 'string') throw new Error(browser);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${served.url}${query}`);
  await page.waitForSelector('#next');
  return { page, errors };
}

describe('the server of the Explorer', () => {
  it('should answer nothing but positions, and nobody who calls it by another name', async () => {
    const status = async (address: string, headers: Record<string, string> = {}): Promise<number> =>
      (await fetch(`${served.url}${address}`, { headers })).status;
    expect(await status('')).toBe(200);
    expect(await status('etc/passwd')).toBe(404);
    expect(await status('?path=99999')).toBe(404);
    expect(await status('?path=x')).toBe(404);
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
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

    it('should lead to what the search beside it has found, with the clash', async () => {
      const { page, errors } = await opened();
      const discovery = page.locator('a.discovery', { hasText: 'linearizable' });
      for (let tries = 0; tries < 50 && (await discovery.count()) === 0; tries++) {
        await page.waitForTimeout(100);
        await page.reload();
      }
      await discovery.click();
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
  },
);
