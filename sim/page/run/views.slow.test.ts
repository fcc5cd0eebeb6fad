import { describe, expect, it } from 'vitest';
import { drawScenario, without } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
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

describe('what the page shows at a step', () => {
  it('should draw the group at the selected step: who is up, and what each says it is', async () => {
    const crash = run.events.find(({ kind }) => kind === 'crash');
    const opened = await OpenedPage.open(page(run), `#${crash?.step ?? 0}`);
    const label = opened.all('cluster', 'svg')[0]?.getAttribute('aria-label') ?? '';
    expect(label.split('; ').filter((each) => each.startsWith('replica '))).toHaveLength(3);
    expect(label).toContain(`replica ${crash?.process} down`);
    expect(label).toMatch(/replica \d normal, view \d/);
  });

  it('should show the logs of all replicas side by side, and which of it is committed', async () => {
    const opened = await open(failed);
    expect(opened.all('logs', 'thead th').map(({ textContent }) => textContent)).toEqual([
      '#',
      ...run.processes.slice(0, 3),
    ]);
    expect(opened.all('logs', 'td.committed').length).toBeGreaterThan(0);
    expect(opened.all('logs', '.diverged')).toEqual([]);
    expect(opened.all('logs', 'td.committed')[0]?.getAttribute('title')).toBe('committed');
  });

  it('should open a log entry that does not fit into its cell', async () => {
    const opened = await open(failed);
    const cut = opened.all('logs', 'td button.opener');
    expect(cut[0]?.textContent).toMatch(/…/);
    const cell = cut[0]?.parentElement;
    await opened.click(cut[0]);
    expect(cell?.textContent).not.toMatch(/…/);
    expect(cell?.textContent).toMatch(/operation/);
    await opened.click(opened.all('logs', 'td button.opener')[0]);
    expect(opened.all('logs', 'td .children')).toEqual([]);
  });

  it('should let what cannot have led to an event stand back, on a key', async () => {
    const opened = await open(failed);
    expect(opened.all('diagram', '.row.aside')).toEqual([]);
    await opened.press('c');
    const aside = opened.all('diagram', '.row.aside').length;
    expect(aside).toBeGreaterThan(0);
    expect(aside).toBeLessThan(opened.all('diagram', '.row').length);
    await opened.press('c');
    expect(opened.all('diagram', '.row.aside')).toEqual([]);
  });

  it('should lead through the story stop by stop, and show each step on the way', async () => {
    const told = run.events.filter(({ kind }) => kind === 'crash' || kind === 'return').slice(0, 4);
    const tour = told.map((event, i) => ({ ...event, text: `stop ${i} <img src=x>` }));
    const opened = await open({ ...failed, tour });
    const current = (): readonly string[] =>
      opened.all('tour', '[aria-current]').map(({ textContent }) => textContent);
    await opened.press('t'); // from the end it begins anew
    for (const [i, { step }] of tour.entries()) {
      expect(opened.step).toBe(step);
      expect(current()).toEqual([`stop ${i} <img src=x> step ${step}`]);
      expect(opened.text('selected')).toContain(`step ${step}`);
      await opened.press('t');
    }
    expect(opened.step).toBe(tour[0]?.step);
    const [, next] = opened.all('tour', '.tour-keys button');
    await opened.click(next);
    expect(opened.step).toBe(tour[1]?.step);
    await opened.press('T');
    expect(opened.step).toBe(tour[0]?.step);
    await opened.click(opened.all('tour', 'li button')[2]);
    expect(opened.step).toBe(tour[2]?.step);
    await opened.press('j');
    expect(current()).toEqual([]); // beside the way
  });

  it('should have no tour where there is no story', async () => {
    const opened = await open();
    expect(opened.all('app', '#tour')).toEqual([]);
    await opened.press('t');
    expect(opened.text('selected')).toContain('No event is selected');
  });

  it('should show of the states only what has changed, on a key', async () => {
    const opened = await open(failed);
    const whole = opened.text('states').length;
    await opened.press('x');
    const changed = opened.all('states', '.changes');
    expect(opened.text('states').length).toBeLessThan(whole);
    expect(opened.all('states', '.state')).toHaveLength(changed.length);
    await opened.press('x');
    expect(opened.text('states').length).toBe(whole);
  });
});
