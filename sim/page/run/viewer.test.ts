import { describe, expect, it } from 'vitest';
import { drawScenario, without } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { record } from '../recording/record.ts';
import { page } from './page.ts';
import { FakePage } from './testing/fake-page.ts';

const drawn = drawScenario('7', vsr);
const scenario = {
  ...drawn,
  replicas: 3,
  operations: 5,
  faults: {
    ...without(drawn, 'blackout').faults,
    partition: { everyUs: 20_000, durationUs: 20_000, shapes: ['isolate' as const], clients: false },
    crash: { everyUs: 50_000, midHandlerPpm: 0, downMax: 2 },
  },
  restartUs: 20_000,
  settings: { ...drawn.settings, reads: 'log', readers: 0, leaseUs: 0 }, // so that every operation has a log entry
};
const run = record(vsr, scenario, {}, 'npm run sim -- 7');
const last = run.events.findLast(({ kind }) => kind === 'return');
const breach = {
  invariant: 'T1',
  name: 'test',
  statement: 'nothing is answered',
  title: 'an answer',
  step: last?.step ?? 0,
  timeUs: 0,
  process: null,
  facts: ['<img src=x>'],
  fingerprint: 'T1 answer',
};
const open = (change: object = {}): FakePage => new FakePage(page({ ...run, ...change }));
const failed = { breach, clash: [last?.id ?? 0] };

describe('the page', () => {
  it('should open at the violation and mark the clash', () => {
    const opened = open(failed);
    expect(opened.step).toBe(breach.step);
    expect(opened.of('headline').textContent).toContain('<img src=x>'); // as a text
    const marked = opened.of('history').all(({ className }) => className === 'clash');
    expect(marked).toHaveLength(1);
    expect(marked[0]?.textContent).toMatch(/^✗ client \d+ calls /);
  });

  it('should step forward and back by key', () => {
    const opened = open();
    opened.press('ArrowDown');
    const first = opened.step;
    opened.press('j');
    opened.press('j');
    expect(opened.step).toBeGreaterThan(first);
    opened.press('k');
    opened.press('ArrowUp');
    expect(opened.step).toBe(first);
  });

  it('should find what is searched for, and go there', () => {
    const opened = open();
    opened.search('preparEok');
    expect(opened.of('hits').textContent).toMatch(/^[1-9]\d* found/);
    opened.press('n');
    expect(opened.of('selected').textContent).toMatch(/PrepareOk/);
  });

  it('should hide and show kinds of events', () => {
    const opened = open();
    const count = (): number => Number(/^\d+/.exec(opened.of('hits').textContent)?.[0]);
    const before = count();
    const [box] = opened
      .of('kinds')
      .all(({ tagName, textContent }) => tagName === 'LABEL' && textContent === 'send')
      .flatMap((label) => label.all(({ tagName }) => tagName === 'INPUT'));
    if (box === undefined) throw new Error('no box');
    box.checked = false;
    box.onchange?.();
    expect(count()).toBe(before - run.events.filter(({ kind }) => kind === 'send').length);
  });

  it('should lead from an operation to its messages and its log entry, and from each of them back', () => {
    const opened = open(failed);
    const items = opened.of('selected').all(({ tagName }) => tagName === 'BUTTON');
    const texts = items.map(({ textContent }) => textContent);
    for (const part of [/ calls /, /Request/, /Prepare /, /PrepareOk/, /executed/, /Reply/, / gets /])
      expect(texts.join('\n')).toMatch(part);
    items.find(({ textContent }) => /PrepareOk/.test(textContent))?.onclick?.();
    expect(opened.of('selected').textContent).toMatch(/operation \d+/);
    opened.press('o');
    expect(opened.of('selected').textContent).toMatch(/ calls /);
  });

  it('should lead from an operation that has waited to the entry that it shares, and from there to those who share it', () => {
    const queue = { service: 'kv', predictions: 'primary', pipelineMax: 1, queueMax: 64, batchMax: 16 };
    const settings = { ...scenario.settings, ...queue };
    const queued = record(
      vsr,
      { ...without(scenario, 'crash'), clients: 5, thinkUs: 0, settings },
      {},
      'npm run sim -- 7',
    );
    const isBatch = /Prepare .* batch of (\d+) /;
    const batch = queued.events.find(({ kind, text }) => kind === 'message' && isBatch.test(text));
    const many = Number(isBatch.exec(batch?.text ?? '')?.[1]);
    expect(many).toBeGreaterThan(1);
    const opened = new FakePage(page(queued));
    while (opened.step < (batch?.step ?? 0)) opened.press('j');
    const calls = opened.of('selected').all(({ tagName, textContent }) => {
      return tagName === 'BUTTON' && textContent.includes(' calls ');
    });
    expect(calls).toHaveLength(many);
    for (const call of calls) {
      call.onclick?.();
      const links = opened.of('selected').all(({ tagName }) => tagName === 'BUTTON');
      const texts = links.map(({ textContent }) => textContent);
      for (const part of [/ calls /, /Request/, /Prepare /, /PrepareOk/, /Reply/, / gets /])
        expect(texts.join('\n')).toMatch(part);
      expect(texts.filter((text) => text.includes(' states ') && !text.endsWith(' register'))).toEqual(
        [0, 1, 2].map(() => expect.stringContaining(` batch of ${many} `)),
      );
      expect(texts.filter((text) => text.includes(' calls '))).toEqual([call.textContent]);
    }
  });

  it('should leave room for words beside many lanes', () => {
    const wordsAt = (lanes: number): number => {
      const added = Array.from({ length: lanes - run.processes.length }, (_, i) => `client ${i}`);
      const opened = open({ processes: [...run.processes, ...added] });
      const [first = ''] = opened.of('canvas').drawn.filter((call) => / starts /.test(call));
      return Number(/ ([\d.]+) [\d.-]+$/.exec(first)?.[1]);
    };
    for (const lanes of [run.processes.length, 11, 14]) expect(wordsAt(lanes)).toBeLessThan(500);
  });

  it('should draw bands where processes are down and links are cut, and say so at a step', () => {
    const opened = open();
    for (const kind of ['down', 'partition']) {
      const band = run.bands.find((each) => each.kind === kind);
      if (band === undefined) throw new Error(`no ${kind}`);
      while (opened.step < band.from) opened.press('j');
      expect(opened.of('canvas').drawn).toContain(`fillStyle=var(--${kind})`);
      if (opened.step <= band.until) expect(opened.of('selected').textContent).toContain(band.text);
    }
  });

  it('should show the states of all replicas at the selected step', () => {
    const opened = open(failed);
    for (const name of ['replica 0', 'replica 1', 'replica 2'])
      expect(opened.of('states').textContent).toContain(name);
  });

  it('should show first the state of who did the selected step', () => {
    const opened = open();
    const shown = new Set<string>();
    for (let i = 0; i < 60; i++) {
      opened.press('j');
      const here = run.events.filter(({ step, process }) => step === opened.step && process !== null);
      if (here.length !== 1) continue; // by several
      const own = run.processes[here[0]?.process ?? 0] ?? '';
      expect(opened.of('states').textContent.startsWith(own)).toBe(true);
      shown.add(own);
    }
    expect(shown.size).toBeGreaterThan(2);
  });

  it('should stay usable with 100,000 events', { timeout: 20_000 }, () => {
    const many = Array.from({ length: Math.ceil(100_000 / run.events.length) }, (_, n) =>
      run.events.map((event) => ({ ...event, step: event.step + n * run.steps, id: event.id + n * 1e6 })),
    ).flat();
    const opened = open({ events: many });
    const beganMs = performance.now();
    for (let i = 0; i < 20; i++) opened.press('j');
    expect((performance.now() - beganMs) / 20).toBeLessThan(200);
  });
});
