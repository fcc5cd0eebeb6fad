import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScenario } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { launchBrowser } from '../../testing/browser.ts';
import { pairPage } from '../pair/pair-page.ts';
import { record } from '../recording/record.ts';
import type { Recording } from '../recording/recording.ts';
import { page } from './page.ts';

const browser = await launchBrowser();
const missing = typeof browser === 'string' ? browser : undefined;
const scenario = { ...drawScenario('7', vsr), operations: 5 };
const run = record(vsr, scenario, {}, 'npm run sim -- 7');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'page-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (typeof browser !== 'string') await browser.close();
});

/** Problems of a page: errors, and requests other than for itself. */
type Wrongs = readonly string[];

const open = (recording: Recording, options?: BrowserContextOptions): ReturnType<typeof openHtml> =>
  openHtml(page(recording), options);

async function openHtml(
  html: string,
  options: BrowserContextOptions = {},
): Promise<{ tab: Page; wrongs: Wrongs }> {
  if (typeof browser === 'string') throw new Error(browser);
  const file = path.join(folder, 'run.html');
  writeFileSync(file, html);
  const tab = await browser.newPage(options);
  const wrongs: string[] = [];
  tab.on('pageerror', (error) => wrongs.push(error.message));
  tab.on('dialog', (dialog) => wrongs.push(`dialog ${dialog.message()}`));
  tab.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) wrongs.push(request.url());
  });
  await tab.goto(pathToFileURL(file).href);
  return { tab, wrongs };
}

describe.skipIf(missing !== undefined)(
  `the page in a browser${missing === undefined ? '' : ` is NOT TESTED: ${missing}`}`,
  () => {
    it('should open, step, filter, search and select an operation', async () => {
      const { tab, wrongs } = await open(run);
      expect(await tab.innerText('#headline')).toContain('seed 7');
      await tab.keyboard.press('ArrowDown');
      await tab.keyboard.press('ArrowDown');
      expect(tab.url()).toMatch(/#\d+$/);
      const shown = await tab.innerText('#hits');
      await tab.click('#kinds input >> nth=0');
      expect(await tab.innerText('#hits')).not.toBe(shown);
      // A clicked checkbox does not capture keys; a text field does.
      const [at, first] = [tab.url(), await tab.innerText('#selected')];
      await tab.keyboard.press('j');
      expect(await tab.innerText('#selected')).not.toBe(first);
      await tab.keyboard.press('k');
      expect(tab.url()).toBe(at);
      await tab.fill('#search', '');
      await tab.keyboard.type('jjj');
      expect(tab.url()).toBe(at);
      await tab.fill('#search', 'PrepareOk');
      expect(await tab.innerText('#hits')).toMatch(/found/);
      await tab.click('#history button >> nth=0');
      expect(await tab.innerText('#selected')).toMatch(/operation \d+/);
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should show what is hostile as text, and ask for nothing', async () => {
      const evil = '</script><img src=x onerror=alert(1)><script>alert(2)</script>\u2028\u202e';
      const [first, ...others] = run.events;
      if (first === undefined) throw new Error('no event');
      const state = {
        step: 1,
        process: 0,
        changes: [{ at: [], to: { [evil]: { $map: { [evil]: evil } } } }],
      };
      const { tab, wrongs } = await open({
        ...run,
        system: evil,
        seed: evil,
        processes: run.processes.map(() => evil),
        events: [{ ...first, step: 1, process: 0, text: evil }, ...others],
        states: [state, ...run.states.filter(({ process }) => process !== 0)],
      });
      await tab.keyboard.press('j');
      expect(await tab.title()).toContain('<img src=x');
      expect(await tab.innerText('#selected')).toContain('<img src=x onerror=alert(1)>');
      await tab.click('#states .opener >> nth=0');
      expect(await tab.innerText('#states')).toContain('<img src=x');
      expect(await tab.innerText('#states')).toContain('\\u202e');
      expect(await tab.locator('img').count()).toBe(0);
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should open states to any depth, and keep them open from step to step', async () => {
      const { tab } = await open(run);
      await tab.keyboard.press('v');
      await tab.click('#states .opener:has-text("log") >> nth=0');
      await tab.click('#states .children .opener >> nth=0');
      const opened = await tab.innerText('#states .children .children >> nth=0');
      expect(opened).toMatch(/body|key|op/);
      await tab.keyboard.press('k');
      expect(await tab.locator('#states .children .children').count()).toBeGreaterThan(0);
      await tab.close();
    });

    it.each([400, 700, 1200])('should fit into %i px with no text cut', async (width) => {
      const { tab, wrongs } = await open(run, { viewport: { width, height: 800 } });
      await tab.keyboard.press('v');
      const cut = await tab.evaluate<
        string[]
      >(`[...document.querySelectorAll('.words, #headline, #hits, aside, .lane-head')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'
          || e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.className || e.id)`);
      expect(cut).toEqual([]);
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      // The text of a row does not overlap the next row.
      const tall = await tab.evaluate<number>(`[...document.querySelectorAll('.row')].filter((row) =>
        row.querySelector('.words').getBoundingClientRect().height > row.getBoundingClientRect().height + 1).length`);
      expect(tall).toBe(0);
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should show two runs in a narrow window, and ask for nothing', async () => {
      const other = record(vsr, { ...scenario, operations: 6 }, {}, 'npm run sim -- 7 --ops 6');
      const evil = '</script><img src=x onerror=alert(1)>';
      const html = pairPage({ left: run, right: { ...other, system: evil } });
      const { tab, wrongs } = await openHtml(html, { viewport: { width: 400, height: 800 } });
      expect(await tab.innerText('#headline')).toContain(evil);
      expect(await tab.innerText('#parting')).toMatch(/first difference, after \d+ equal events/);
      const selected = (side: string): Promise<string> => tab.innerText(`#${side} .row.selected .words`);
      const [left, right] = [await selected('left'), await selected('right')];
      await tab.keyboard.press('k');
      await tab.keyboard.press('k');
      expect([await selected('left'), await selected('right')]).not.toEqual([left, right]);
      expect(await selected('left')).toBe(await selected('right'));
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      expect(wrongs).toEqual([]);
      await tab.close();
    });

    it('should be of the colours that the reader prefers', async () => {
      const papers = new Set<string>();
      for (const colorScheme of ['light', 'dark'] as const) {
        const { tab } = await open(run, { colorScheme });
        papers.add(await tab.evaluate('getComputedStyle(document.body).backgroundColor'));
        await tab.close();
      }
      expect(papers.size).toBe(2);
    });
  },
);
