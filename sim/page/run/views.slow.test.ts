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
const breach = {
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
const failed = { breach, clash: [last?.id ?? 0] };

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
});
