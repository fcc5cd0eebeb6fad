import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawScenario } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { launchBrowser } from '../../testing/browser.ts';
import { record } from '../recording/record.ts';
import { page } from './page.ts';

const browser = await launchBrowser();
const missing = typeof browser === 'string' ? browser : undefined;

describe.skipIf(missing !== undefined)(
  `the page in a browser${missing === undefined ? '' : ` is NOT TESTED: ${missing}`}`,
  () => {
    it('should open, step, filter, search and select an operation', { timeout: 60_000 }, async () => {
      if (typeof browser === 'string') throw new Error(browser);
      const folder = mkdtempSync(path.join(os.tmpdir(), 'page-'));
      try {
        const file = path.join(folder, 'run.html');
        const scenario = { ...drawScenario('7', vsr), operations: 5 };
        writeFileSync(file, page(record(vsr, scenario, {}, 'npm run sim -- 7')));
        const tab = await browser.newPage();
        const errors: Error[] = [];
        tab.on('pageerror', (error) => errors.push(error));
        await tab.goto(pathToFileURL(file).href);
        expect(await tab.innerText('#headline')).toContain('seed 7');
        await tab.keyboard.press('ArrowDown');
        await tab.keyboard.press('ArrowDown');
        expect(tab.url()).toMatch(/#\d+$/);
        const shown = await tab.innerText('#hits');
        await tab.click('#kinds input >> nth=0');
        expect(await tab.innerText('#hits')).not.toBe(shown);
        await tab.fill('#search', 'PrepareOk');
        expect(await tab.innerText('#hits')).toMatch(/found/);
        await tab.click('#history button >> nth=0');
        expect(await tab.innerText('#selected')).toMatch(/operation \d+/);
        expect(errors).toEqual([]);
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true });
      }
    });
  },
);
