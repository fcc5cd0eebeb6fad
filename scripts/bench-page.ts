import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { record } from '../sim/page/recording/record.ts';
import type { Recording } from '../sim/page/recording/recording.ts';
import { page } from '../sim/page/run/page.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { vsr } from '../sim/systems/vsr.ts';
import { launchBrowser } from '../sim/testing/browser.ts';

/**
 * How fast the page of a large run is, in a headless Chromium: until its events are painted, a step by key, a jump on the time
 * line. CPU times are those of the page's main thread, painting included, which other work on the machine hardly changes.
 * `npx tsx scripts/bench-page.ts [--json]`
 */
const ROUNDS = 5;
const STEPS = 200;
const JUMPS = 60;

/** A run that is told so often that it has so many events: what seeds draw changes over time. */
const RUN = { seed: '1', operations: 150 };
const EVENTS_MIN = 100_000;

interface Round {
  readonly paint_ms: number;
  readonly open_cpu_ms: number;
  readonly step_cpu_ms: number;
  readonly jump_cpu_ms: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** In the page, before all else: notes when the first events have been painted. */
const NOTE_PAINT = `new MutationObserver((_, observer) => {
  if (document.querySelector('.row') === null) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.paintedMs = performance.now(); }));
}).observe(document, { childList: true, subtree: true })`;

/** In the page: does something many times, each of which is painted. */
const often = (times: number, act: string): string => `(async () => {
  const slider = document.querySelector('#time-line input');
  for (let i = 0; i < ${times}; i++) {
    ${act};
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  }
})()`;

const KEY = `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))`;
const JUMP = `slider.value = String(Math.floor((Number(slider.max) * ((i * 7919) % ${JUMPS})) / ${JUMPS}));
    slider.dispatchEvent(new Event('input', { bubbles: true }))`;

function lengthened(run: Recording): Recording {
  const copies = [...Array(Math.ceil(EVENTS_MIN / run.events.length)).keys()];
  const idMax = run.events.reduce((max, { id }) => Math.max(max, id), 0);
  const steps = run.steps + 1;
  return {
    ...run,
    steps: steps * copies.length,
    events: copies.flatMap((n) =>
      run.events.map((event) => ({
        ...event,
        step: event.step + n * steps,
        timeUs: event.timeUs + n * run.virtualUs,
        id: event.id === 0 ? 0 : event.id + n * idMax,
      })),
    ),
    states: copies.flatMap((n) => run.states.map((state) => ({ ...state, step: state.step + n * steps }))),
    bands: copies.flatMap((n) =>
      run.bands.map((band) => ({ ...band, from: band.from + n * steps, until: band.until + n * steps })),
    ),
    causes: copies.flatMap((n) => run.causes.map((cause) => (cause === 0 ? 0 : cause + n * steps))),
  };
}

async function cpuMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

async function measure(tab: Page, file: string): Promise<Round> {
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await tab.addInitScript(NOTE_PAINT);
  await tab.goto(pathToFileURL(file).href);
  await tab.waitForSelector('.row');
  await tab.waitForTimeout(500); // the page may evaluate no text, and so cannot be asked to wait for it
  const open_cpu_ms = await cpuMs(devtools);
  const costOf = async (times: number, act: string): Promise<number> => {
    const before = await cpuMs(devtools);
    await tab.evaluate(often(times, act));
    return ((await cpuMs(devtools)) - before) / times;
  };
  return {
    paint_ms: await tab.evaluate<number>('window.paintedMs'),
    open_cpu_ms,
    step_cpu_ms: await costOf(STEPS, KEY),
    jump_cpu_ms: await costOf(JUMPS, JUMP),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const browser = await launchBrowser();
  if (typeof browser === 'string') throw new Error(browser);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-page-'));
  try {
    const file = path.join(folder, 'run.html');
    const scenario = { ...drawScenario(RUN.seed, vsr), operations: RUN.operations };
    const recording = lengthened(record(vsr, scenario, {}, ''));
    writeFileSync(file, page(recording));
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const tab = await browser.newPage({ viewport: { width: 1200, height: 800 } });
      rounds.push(await measure(tab, file));
      await tab.close();
    }
    const of = (name: keyof Round): number => median(rounds.map((round) => round[name]));
    const figures = {
      events: recording.events.length,
      page_mb: statSync(file).size / 1e6,
      paint_ms: of('paint_ms'),
      open_cpu_ms: of('open_cpu_ms'),
      step_cpu_ms: of('step_cpu_ms'),
      jump_cpu_ms: of('jump_cpu_ms'),
    };
    if (values.json) console.log(JSON.stringify(figures));
    else
      console.log(
        `${figures.events} events, ${figures.page_mb.toFixed(1)} MB\n` +
          `painted after ${figures.paint_ms.toFixed(0)} ms, ${figures.open_cpu_ms.toFixed(0)} ms of CPU\n` +
          `a step  ${figures.step_cpu_ms.toFixed(1)} ms of CPU\n` +
          `a jump  ${figures.jump_cpu_ms.toFixed(1)} ms of CPU`,
      );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

await main();
