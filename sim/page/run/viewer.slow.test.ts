import { describe, expect, it } from 'vitest';
import { drawScenario, without } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { amount } from '../../testing/long.ts';
import { record } from '../recording/record.ts';
import { OpenedPage } from '../testing/opened-page.ts';
import { page } from './page.ts';

const drawn = drawScenario('21', vsr);
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
  settings: { ...drawn.settings, reads: 'log', readers: 0, leaseUs: 0 }, // so every operation has a log entry
};
const run = record(vsr, scenario, {}, 'npm run sim -- 21');
const last = run.events.findLast(({ kind }) => kind === 'return');
const violation = {
  invariant: 'T1',
  name: 'test',
  statement: 'nothing is answered',
  title: 'an answer',
  step: last?.step ?? 0,
  timeUs: 0,
  process: null,
  facts: ['<img src=x>'],
  about: [],
  operations: [],
  evidence: [],
  fingerprint: 'T1 answer',
};
const open = (change: object = {}): Promise<OpenedPage> => OpenedPage.open(page({ ...run, ...change }));
const failed = { violation, clash: [last?.id ?? 0] };

describe('the page', () => {
  it('should open at the violation and mark the clash', async () => {
    const opened = await open(failed);
    expect(opened.step).toBe(violation.step);
    expect(opened.text('headline')).toContain('<img src=x>'); // as text
    const marked = opened.all('history', '.clash');
    expect(marked).toHaveLength(1);
    expect(marked[0]?.textContent).toMatch(/^✗ client \d+ calls /);
  });

  it('should open at the step that its address names', async () => {
    const { step } = run.events.find(({ kind }) => kind === 'message') ?? { step: 0 };
    expect((await OpenedPage.open(page({ ...run, ...failed }), `#${step}`)).step).toBe(step);
  });

  it('should step forward and back by key', async () => {
    const opened = await open();
    await opened.press('ArrowDown');
    const first = opened.step;
    await opened.press('j');
    await opened.press('j');
    expect(opened.step).toBeGreaterThan(first);
    await opened.press('k');
    await opened.press('ArrowUp');
    expect(opened.step).toBe(first);
  });

  it('should find what is searched for, and go there', async () => {
    const opened = await open();
    await opened.type('search', 'preparEok');
    expect(opened.text('hits')).toMatch(/^[1-9]\d* found/);
    await opened.press('n');
    expect(opened.text('selected')).toMatch(/PrepareOk/);
  });

  it('should hide and show kinds of events', async () => {
    const opened = await open();
    const count = (): number => Number(/^\d+/.exec(opened.text('hits'))?.[0]);
    const before = count();
    const label = opened.all('kinds', 'label').find(({ textContent }) => textContent === 'send');
    await opened.click(label?.querySelector('input') ?? undefined);
    expect(count()).toBe(before - run.events.filter(({ kind }) => kind === 'send').length);
  });

  it('should show all keys on ?, and hide them on Escape', async () => {
    const opened = await open();
    await opened.press('?');
    for (const does of ['next event', 'to the violation', 'search'])
      expect(opened.text('key-help')).toContain(does);
    await opened.press('Escape');
    expect(opened.window.document.getElementById('key-help')).toBeNull();
  });

  it('should lead from an operation to its messages and its log entry, and from each of them back', async () => {
    const opened = await open(failed);
    const items = opened.all('selected', 'button');
    const texts = items.map(({ textContent }) => textContent);
    for (const part of [/ calls /, /Request/, /Prepare /, /PrepareOk/, /executed/, /Reply/, / gets /])
      expect(texts.join('\n')).toMatch(part);
    await opened.click(items.find(({ textContent }) => /PrepareOk/.test(textContent)));
    expect(opened.text('selected')).toMatch(/operation \d+/);
    await opened.press('o');
    expect(opened.text('selected')).toMatch(/ calls /);
  });

  it('should lead from an operation that has waited to the entry that it shares, and from there to those who share it', async () => {
    const queue = { service: 'kv', predictions: 'primary', pipelineMax: 1, queueMax: 64, batchMax: 16 };
    const settings = { ...scenario.settings, ...queue };
    const busy = { ...without(scenario, 'crash'), clients: 5, thinkUs: 0, settings };
    const queued = record(vsr, busy, {}, 'npm run sim -- 21');
    const isBatch = /Prepare .* batch of (\d+) /;
    const batch = queued.events.find(({ kind, text }) => kind === 'message' && isBatch.test(text));
    const many = Number(isBatch.exec(batch?.text ?? '')?.[1]);
    expect(many).toBeGreaterThan(1);
    const atBatch = async (): Promise<OpenedPage> => {
      const opened = await OpenedPage.open(page(queued), `#${batch?.step}`);
      while (!opened.text('selected').includes(batch?.text ?? '')) await opened.press('k');
      return opened;
    };
    const links = (opened: OpenedPage): readonly string[] =>
      opened.all('selected', 'button').map(({ textContent }) => textContent);
    const calls = links(await atBatch()).filter((text) => text.includes(' calls '));
    expect(calls).toHaveLength(many);
    for (const call of calls) {
      const opened = await atBatch();
      await opened.click(opened.all('selected', 'button').find(({ textContent }) => textContent === call));
      const texts = links(opened);
      for (const part of [/ calls /, /Request/, /Prepare /, /PrepareOk/, /Reply/, / gets /])
        expect(texts.join('\n')).toMatch(part);
      expect(texts.filter((text) => text.includes(' states ') && !text.endsWith(' register'))).toEqual(
        [0, 1, 2].map(() => expect.stringContaining(` batch of ${many} `)),
      );
      // Below them may be what led to the event, such as an earlier operation of the client.
      const own = texts.slice(
        0,
        texts.findLastIndex((text) => text.includes(' states ')),
      );
      expect(own.filter((text) => text.includes(' calls '))).toEqual([call]);
    }
  });

  it('should lead back to what led to an event', async () => {
    const opened = await open(failed);
    const steps = (): readonly number[] => {
      const list = opened.all('selected', 'ul').at(-1);
      return [...(list?.querySelectorAll('button') ?? [])].map(({ textContent }) =>
        Number.parseInt(textContent, 10),
      );
    };
    expect(opened.text('selected')).toContain('what led here');
    const causes: number[] = [];
    for (let step = run.causes[violation.step] ?? 0; step > 0; step = run.causes[step] ?? 0)
      causes.push(step);
    expect(steps()).toEqual(causes.slice(0, steps().length));
    expect(steps().length).toBeGreaterThan(1);
    expect(opened.all('diagram', '.arrow.leading').length).toBeGreaterThan(0);
  });

  it('should leave room for words beside many lanes', async () => {
    for (const lanes of [run.processes.length, 11, 14]) {
      const added = Array.from({ length: lanes - run.processes.length }, (_, i) => `client ${i}`);
      const opened = await open({ processes: [...run.processes, ...added] });
      const [words] = opened.all('diagram', '.words');
      expect(words?.textContent).toMatch(/ starts/);
      expect(Number.parseFloat(words?.style.left ?? '')).toBeLessThan(500);
    }
  });

  it('should draw bands where processes are down and links are cut, and say so at a step', async () => {
    const opened = await open();
    for (const kind of ['down', 'partition']) {
      const band = run.bands.find((each) => each.kind === kind);
      if (band === undefined) throw new Error(`no ${kind}`);
      while (opened.step < band.from) await opened.press('j');
      const drawnBands = opened.all('diagram', 'rect').map((rect) => rect.getAttribute('fill'));
      expect(drawnBands).toContain(`var(--${kind})`);
      if (opened.step <= band.until) expect(opened.text('selected')).toContain(band.text);
    }
  });

  it('should show the states of all replicas at the selected step', async () => {
    const opened = await open(failed);
    for (const name of ['replica 0', 'replica 1', 'replica 2']) expect(opened.text('states')).toContain(name);
  });

  it('should show first the state of who did the selected step', async () => {
    const opened = await open();
    const shown = new Set<string>();
    for (let i = 0; i < 60; i++) {
      await opened.press('j');
      const here = run.events.filter(({ step }) => step === opened.step);
      const process = here[0]?.process ?? null;
      if (here.length !== 1 || process === null) continue; // by several processes, or by none
      const own = run.processes[process] ?? '';
      expect(opened.all('states', 'h2')[0]?.textContent.startsWith(own)).toBe(true);
      shown.add(own);
    }
    expect(shown.size).toBeGreaterThan(2);
  });

  it('should have no more to draw with very many events than with few', async () => {
    const many = Array.from({ length: Math.ceil(amount(10_000, 100_000) / run.events.length) }, (_, n) =>
      run.events.map((event) => ({ ...event, step: event.step + n * run.steps, id: event.id + n * 1e6 })),
    ).flat();
    const opened = await open({ events: many });
    for (let i = 0; i < 20; i++) await opened.press('j');
    expect(opened.all('diagram', '.row').length).toBeLessThan(100);
    expect(opened.all('app', '*').length).toBeLessThan(5_000);
    await opened.press('v');
    expect(opened.step).toBe(many.at(-1)?.step);
    expect(opened.all('app', '*').length).toBeLessThan(5_000);
  });
});

describe('the diagram', () => {
  it('should show the time of each event beside its step', async () => {
    const opened = await open(failed);
    for (const row of opened.all('diagram', '.row')) {
      const event = run.events.find(({ step }) => String(step) === row.querySelector('.step')?.textContent);
      expect(row.querySelector('.time')?.textContent).toMatch(/^[\d,]+\.\d{3}$/);
      expect(event).toBeDefined();
    }
    const rows = opened.all('diagram', '.row.selected');
    const { timeUs = 0 } = run.events.findLast(({ step }) => step === opened.step) ?? {};
    expect(rows[0]?.querySelector('.time')?.textContent.replaceAll(',', '')).toBe((timeUs / 1000).toFixed(3));
  });

  it('should cut no text, however long', async () => {
    const text = `replica 0 states ${'a long story of many words '.repeat(40)}${'x'.repeat(500)}\u202eend`;
    const [first, ...others] = run.events;
    const opened = await open({ events: [{ ...first, text }, ...others] });
    const [row] = opened.all('diagram', '.row');
    const lines = row?.querySelector('.words')?.textContent.split('\n') ?? [];
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', '').replace('\u202e', '\\u202e'));
    // A row is as high as its lines, and the next one is below.
    expect(Number.parseFloat(row?.style.height ?? '')).toBe(lines.length * 18);
    expect(opened.all('diagram', '.row')[1]?.style.top).toBe(row?.style.height);
  });

  it('should show the timer or disk of a step that nothing else explains, and of no other', async () => {
    const opened = await open();
    expect(opened.text('hits')).toMatch(/\d+ timers and disks that explain them/);
    const kindsOf = (step: number): readonly string[] =>
      run.events.filter((event) => event.step === step).map(({ kind }) => kind);
    const bySend = run.events.find(({ step, kind }) => kind === 'timer' && kindsOf(step).includes('send'));
    const idle = run.events.find(({ step, kind }) => kind === 'timer' && kindsOf(step).length === 1);
    const shows = async (event: typeof bySend): Promise<boolean> => {
      const at = await OpenedPage.open(page(run), `#${event?.step}`);
      return at.all('diagram', '.words').some(({ textContent }) => textContent === event?.text);
    };
    expect(await shows(bySend)).toBe(true);
    expect(idle).toBeDefined();
    const steps = opened.all('diagram', '.step').map(({ textContent }) => Number(textContent));
    expect(steps).not.toContain(idle?.step);
  });

  it('should play event by event, until it is stopped', async () => {
    const opened = await open();
    await opened.press('j');
    const from = opened.text('selected');
    await opened.press('p');
    while (opened.text('selected') === from) await opened.press('unbound'); // an unbound key only lets time pass
    await opened.press('p');
    const there = opened.text('selected');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(opened.text('selected')).toBe(there);
  });

  it('should follow the time line', async () => {
    const opened = await open();
    const slider = opened.all('time-line', 'input')[0];
    if (!(slider instanceof opened.window.HTMLInputElement)) throw new Error('no slider');
    slider.value = '20';
    slider.dispatchEvent(new opened.window.Event('input', { bubbles: true }));
    await opened.press('j');
    const there = opened.step;
    await opened.press('k');
    await opened.press('k');
    expect(opened.step).toBeLessThanOrEqual(there);
    expect(there).toBeGreaterThan(0);
  });
});
