import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../testing/browser.ts';
import { type DrawnHistory, type DrawnOperation, historyPage } from './history-page.ts';

const browser = await launchBrowser();
const missing = typeof browser === 'string' ? browser : undefined;

const operation = (i: number): DrawnOperation => ({
  lane: i % 3,
  partition: `k${i % 2}`,
  words: i === 4 ? 'read <b>k0</b> = 1' : `write k${i % 2} = ${i}`,
  from: 2 * i,
  to: 2 * i + 3,
  fromTime: 100 * i,
  toTime: 100 * i + 250,
  line: i + 1,
  place: i,
  state: 'ok',
});

const history = (operations: number): DrawnHistory => ({
  title: 'a history',
  verdict: 'stale read · a history',
  good: false,
  reasons: ["client 1's read k0 = 1, but <i>something</i> had replaced it"],
  lanes: ['client 0', 'client 1', 'client 2'],
  operations: Array.from({ length: operations }, (_, i) => operation(i)),
  clash: [4, 2],
  links: [],
  events: 2 * operations + 3,
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'history-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (typeof browser !== 'string') await browser.close();
});

async function open(
  drawn: DrawnHistory,
  viewport = { width: 900, height: 500 },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; errors: string[] }> {
  if (typeof browser === 'string') throw new Error(browser);
  const file = path.join(folder, 'page.html');
  writeFileSync(file, historyPage(drawn));
  const page = await browser.newPage({ viewport, colorScheme });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pathToFileURL(file).href);
  return { page, errors };
}

/** Number of painted pixels. */
const pixels = (page: Page): Promise<number> =>
  page.evaluate(
    `(() => { const c = document.getElementById('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
      let painted = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0) painted++; return painted; })()`,
  );

describe.skipIf(missing !== undefined)(
  `a history in a browser${missing === undefined ? '' : ` is NOT TESTED: ${missing}`}`,
  () => {
    it('should open at the clash, and show texts as texts', async () => {
      const { page, errors } = await open(history(50));
      expect(await page.innerText('#verdict')).toBe('stale read · a history');
      expect(await page.innerText('#reasons')).toContain('<i>something</i>');
      expect(await page.innerText('#selected')).toContain('read <b>k0</b> = 1');
      expect(await page.innerText('#selected')).toContain('in the clash');
      expect(await pixels(page)).toBeGreaterThan(1000);
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should step, zoom, filter and show true time', async () => {
      const { page, errors } = await open(history(50));
      await page.keyboard.press('n');
      expect(await page.innerText('#selected')).toContain('line 6');
      await page.keyboard.press('p');
      await page.keyboard.press('p');
      expect(await page.innerText('#selected')).toContain('line 4');
      await page.selectOption('#key', { label: 'k1' });
      await page.keyboard.press('Escape');
      await page.click('#all');
      await page.focus('#canvas');
      await page.keyboard.press('n');
      expect(await page.innerText('#selected')).toMatch(/write k1 = \d+/);
      const before = await pixels(page);
      await page.selectOption('#client', { label: 'client 1' });
      expect(await pixels(page)).toBeLessThan(before);
      await page.check('#time');
      await page.click('#clash');
      expect(await pixels(page)).toBeGreaterThan(0);
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should select what is clicked', async () => {
      const { page } = await open(history(3));
      await page.click('#all');
      const box = await page.locator('#canvas').boundingBox();
      // The first operation starts at the left end of the first lane.
      await page.mouse.click((box?.x ?? 0) + 95, (box?.y ?? 0) + 17);
      expect(await page.innerText('#selected')).toContain('client 0: write k0 = 0');
      await page.close();
    });

    it('should draw 100,000 operations', async () => {
      const { page, errors } = await open(history(100_000));
      await page.click('#all');
      expect(await pixels(page)).toBeGreaterThan(10_000);
      await page.click('#clash');
      expect(await page.innerText('#selected')).toContain('in the clash');
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should draw arrows between operations that hang together', async () => {
      const { page: without } = await open(history(6));
      const before = await pixels(without);
      await without.close();
      const { page, errors } = await open({
        ...history(6),
        links: [{ from: 0, to: 4, words: 'wr <b>x</b>' }],
      });
      expect(await pixels(page)).not.toBe(before);
      // Lanes are wider, and a click still hits what it shows.
      await page.click('#all');
      const box = await page.locator('#canvas').boundingBox();
      await page.mouse.click((box?.x ?? 0) + 95, (box?.y ?? 0) + 17);
      expect(await page.innerText('#selected')).toContain('client 0: write k0 = 0');
      expect(errors).toEqual([]);
      await page.close();
    });

    it('should show all keys on ?', async () => {
      const { page } = await open(history(3));
      await page.keyboard.press('?');
      expect(await page.innerText('#key-help')).toContain('next operation');
      await page.keyboard.press('Escape');
      expect(await page.locator('#key-help').count()).toBe(0);
      await page.close();
    });

    it.each(['light', 'dark'] as const)('should fit into 400 px, %s', async (scheme) => {
      const { page, errors } = await open(history(50), { width: 400, height: 700 }, scheme);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      expect(await pixels(page)).toBeGreaterThan(1000);
      expect(errors).toEqual([]);
      await page.close();
    });
  },
);
