import { existsSync } from 'node:fs';
import os from 'node:os';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Where Debian and its like put one. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A headless Chromium: the machine's own, or the one that comes with the packages, which runs on Linux and x64 alone.
 *
 * @returns the browser, or in words why there is none
 */
export async function launchBrowser(): Promise<Browser | string> {
  const browser = await launch();
  // A skipped test is easily overlooked: this is printed whatever the reporter shows.
  if (typeof browser === 'string') console.warn(`the pages are NOT TESTED in a browser: ${browser}`);
  return browser;
}

async function launch(): Promise<Browser | string> {
  const own = [process.env['CHROMIUM'] ?? '', ...PLACES].find((place) => place !== '' && existsSync(place));
  if (own === undefined && (os.platform() !== 'linux' || os.arch() !== 'x64'))
    return 'there is no Chromium on this machine; say where one is with CHROMIUM=/path';
  try {
    const executablePath = own ?? (await chromium.executablePath());
    // In containers there is neither a sandbox to be had nor much shared memory.
    const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
    return await driver.launch({ executablePath, args, headless: true });
  } catch (error) {
    return `Chromium does not start: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}
