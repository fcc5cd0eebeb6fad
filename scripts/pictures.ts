import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { ROOT } from '../sim/files/repository.ts';
import { Program } from '../sim/fleet/testing/processes.ts';
import { launchBrowser } from '../sim/testing/browser.ts';
import { smallPng } from './small-png.ts';

/**
 * Makes the pictures of the README anew, from runs of today: a failure that was made small, and a campaign.
 * `npx tsx scripts/pictures.ts [failure.json]`, with a file that `shrink` has written it need not shrink again.
 */
const PICTURES = path.join(ROOT, 'docs/pictures');
const SIZE = { width: 1000, height: 600 };
const HERE = process.cwd();

const folder = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));

async function run(...words: string[]): Promise<void> {
  const program = new Program(...words);
  const code = await program.ended;
  if (code !== 0 && code !== 1) throw new Error(`${words.join(' ')} ended with ${code}: ${program.err}`);
}

/** A page is there when it has been asked for nothing more for a while. */
async function take(tab: Page, name: string): Promise<void> {
  await tab.waitForTimeout(1000);
  const file = path.join(PICTURES, name);
  writeFileSync(file, smallPng(await tab.screenshot({ type: 'png' })));
  console.log(`${file}  ${statSync(file).size} bytes`);
}

const browser = await launchBrowser();
if (typeof browser === 'string') throw new Error(browser);
try {
  const [given] = process.argv.slice(2);
  const failure = 'failure.json';
  if (given !== undefined) copyFileSync(given, path.join(folder, failure));
  process.chdir(folder); // a picture shows no path of the machine
  if (given === undefined) await run('shrink', '5', '--mutant', 'V37', '--minutes', '5', '--out', failure);
  const html = path.join(folder, 'failure.html');
  await run('report', failure, '--html', html);
  const tab = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await tab.goto(pathToFileURL(html).href);
  await tab.waitForSelector('#tour');
  await tab.click('text=kinds of events'); // folds them
  for (const key of ['t', 't', 't']) await tab.keyboard.press(key);
  await take(tab, 'failure.png');

  process.chdir(HERE);
  const store = path.join(folder, 'store.db');
  for (const [night, seeds] of [
    ['night-1', '1..400'],
    ['night-2', '401..1200'],
  ] as const)
    await run(
      'fuzz',
      '--system',
      'vsr',
      '--seeds',
      seeds,
      '--ops',
      '5',
      '--out',
      path.join(folder, night),
      '--store',
      store,
    );
  const web = new Program('web', '--store', store, '--port', '0', '--read-only');
  try {
    let address: string | undefined;
    while (address === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      address = /http:\/\/\S+/.exec(web.out)?.[0];
    }
    await tab.goto(address);
    await tab.click('text=night-2');
    await tab.waitForSelector('.chart canvas');
    await take(tab, 'campaign.png');
  } finally {
    await web.kill();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
