import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawScenario } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { record } from '../recording/record.ts';
import { page } from './page.ts';

/** As much of a browser as is used here. */
interface Driver {
  launch(options: { executablePath: string }): Promise<Browser>;
}
interface Browser {
  newPage(): Promise<Tab>;
  close(): Promise<void>;
}
interface Tab {
  goto(url: string): Promise<unknown>;
  on(event: 'pageerror', handler: (error: Error) => void): void;
  url(): string;
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  innerText(selector: string): Promise<string>;
  readonly keyboard: { press(key: string): Promise<void> };
}

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
const driver = await driverOf('playwright-core');

/** By a name that is not known before it runs: the driver need not be installed. */
async function driverOf(name: string): Promise<Driver | undefined> {
  try {
    const { chromium } = (await import(name)) as { chromium?: Driver };
    return chromium;
  } catch {
    return undefined;
  }
}

const missing =
  executablePath === undefined
    ? 'no Chromium on this machine; say where one is with CHROMIUM=/path'
    : driver === undefined
      ? 'the driver is not installed'
      : undefined;

// A skipped test is easily overlooked: this is printed whatever the reporter shows.
if (missing !== undefined) console.warn(`the page is NOT TESTED in a browser: ${missing}`);

describe.skipIf(missing !== undefined)('the page in a browser', () => {
  it('should open, step, filter, search and select an operation', { timeout: 60_000 }, async () => {
    if (driver === undefined || executablePath === undefined) throw new Error('looked at above');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'page-'));
    const browser = await driver.launch({ executablePath });
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
});
