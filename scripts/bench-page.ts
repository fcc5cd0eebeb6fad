import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { record } from '../sim/page/recording/record.ts';
import { page } from '../sim/page/run/page.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { vsr } from '../sim/systems/vsr.ts';
import { launchBrowser } from '../sim/testing/browser.ts';

/**
 * How fast the page of a large run is, in a headless Chromium: first paint, a step by key, a jump on the time line, each until
 * it is laid out. `npx tsx scripts/bench-page.ts [--json]`, on a quiet machine.
 */
const ROUNDS = 5;
const STEPS = 200;
const JUMPS = 60;

/** A run of at least 100,000 events. */
const RUN = { seed: '4', operations: 410 };

const median = (values: readonly number[]): number => quantile(values, 0.5);
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** In the page: does something many times, and tells how many milliseconds each took until all was laid out. */
const timed = (times: number, act: string): string => `(async () => {
  const slider = document.querySelector('#time-line input');
  const took = [];
  for (let i = 0; i < ${times}; i++) {
    const began = performance.now();
    ${act};
    await new Promise((drawn) => queueMicrotask(() => queueMicrotask(drawn)));
    document.body.offsetHeight;
    took.push(performance.now() - began);
    await new Promise((next) => setTimeout(next));
  }
  return took;
})()`;

const KEY = `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))`;
const JUMP = `slider.value = String(Math.floor((Number(slider.max) * ((i * 7919) % ${JUMPS})) / ${JUMPS}));
    slider.dispatchEvent(new Event('input', { bubbles: true }))`;

/** In the page, before all else: notes when the first events have been painted. */
const NOTE_PAINT = `new MutationObserver((_, observer) => {
  if (document.querySelector('.row') === null) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.paintedMs = performance.now(); }));
}).observe(document, { childList: true, subtree: true })`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const browser = await launchBrowser();
  if (typeof browser === 'string') throw new Error(browser);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-page-'));
  try {
    const file = path.join(folder, 'run.html');
    const scenario = { ...drawScenario(RUN.seed, vsr), operations: RUN.operations };
    const recording = record(vsr, scenario, {}, '');
    const beganMs = performance.now();
    writeFileSync(file, page(recording));
    const writtenMs = performance.now() - beganMs;
    const paints: number[] = [];
    const steps: number[] = [];
    const jumps: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const tab = await browser.newPage({ viewport: { width: 1200, height: 800 } });
      await tab.addInitScript(NOTE_PAINT);
      await tab.goto(pathToFileURL(file).href);
      await tab.waitForSelector('.row');
      await tab.waitForTimeout(300);
      paints.push(await tab.evaluate<number>('window.paintedMs'));
      steps.push(...(await tab.evaluate<number[]>(timed(STEPS, KEY))));
      jumps.push(...(await tab.evaluate<number[]>(timed(JUMPS, JUMP))));
      await tab.close();
    }
    const figures = {
      events: recording.events.length,
      page_mb: statSync(file).size / 1e6,
      written_ms: writtenMs,
      first_paint_ms: median(paints),
      step_ms: { median: median(steps), p95: quantile(steps, 0.95) },
      jump_ms: { median: median(jumps), p95: quantile(jumps, 0.95) },
    };
    if (values.json) console.log(JSON.stringify(figures));
    else
      console.log(
        `${figures.events} events, ${figures.page_mb.toFixed(1)} MB, written in ${writtenMs.toFixed(0)} ms\n` +
          `first paint ${figures.first_paint_ms.toFixed(0)} ms\n` +
          `a step      ${figures.step_ms.median.toFixed(1)} ms, p95 ${figures.step_ms.p95.toFixed(1)} ms\n` +
          `a jump      ${figures.jump_ms.median.toFixed(1)} ms, p95 ${figures.jump_ms.p95.toFixed(1)} ms`,
      );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

await main();
