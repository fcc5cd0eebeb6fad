import { describe, expect, it } from 'vitest';
import { drawScenario, without } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { record } from '../recording/record.ts';
import type { Recording } from '../recording/recording.ts';
import { OpenedPage } from '../testing/opened-page.ts';
import { pairPage } from './pair-page.ts';

const drawn = drawScenario('21', vsr);
const scenario = {
  ...drawn,
  replicas: 3,
  operations: 5,
  faults: {
    ...without(drawn, 'blackout').faults,
    crash: { everyUs: 50_000, midHandlerPpm: 0, downMax: 2 },
  },
  restartUs: 20_000,
};
const left = record(vsr, scenario, {}, 'npm run sim -- 21');
/** Whatever has crashed comes back later. */
const right = record(vsr, { ...scenario, restartUs: 30_000 }, {}, 'npm run sim -- 21 later');
const restart = left.events.find(({ kind, step }) => kind === 'start' && step > 10);

const open = (of: { left: Recording; right: Recording } = { left, right }): Promise<OpenedPage> =>
  OpenedPage.open(pairPage(of));
const stepOf = (opened: OpenedPage, side: string): number =>
  Number(opened.all(side, '.row.selected .step')[0]?.textContent);
const textOf = (opened: OpenedPage, side: string): string | undefined =>
  opened.all(side, '.row.selected .words')[0]?.textContent;

describe('the page of two runs', () => {
  it('should open where they part, and say what each of them does there', async () => {
    const opened = await open();
    const equal = Number(/after (\d+) equal events/.exec(opened.text('parting'))?.[1]);
    expect(equal).toBeGreaterThan(10);
    const lines = opened.all('parting', 'dd').map(({ textContent }) => textContent);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.replace('left', '')).not.toBe(lines[1]?.replace('right', ''));
    expect(lines.join(' ')).toContain('a restart is due');
    expect(opened.all('left', '.row.aside').length).toBeGreaterThan(0); // what they have in common
    expect(opened.all('left', '.row.hit')).toHaveLength(1);
  });

  it('should step both: through what they share alike, and after that by the time', async () => {
    const opened = await open();
    for (let i = 0; i < 5; i++) await opened.press('k');
    expect(textOf(opened, 'left')).toBe(textOf(opened, 'right'));
    expect(opened.text('states')).toContain('the same in both');
    await opened.press('v');
    expect(stepOf(opened, 'left')).toBeGreaterThan(restart?.step ?? Number.POSITIVE_INFINITY);
    expect(opened.all('states', '.changes').length).toBeGreaterThan(0);
    const timeOf = (side: string): number =>
      Number(opened.all(side, '.row.selected .time')[0]?.textContent.replaceAll(',', ''));
    expect(timeOf('right')).toBeLessThanOrEqual(timeOf('left'));
    await opened.press('s'); // the keys move the other one now
    const before = textOf(opened, 'right');
    await opened.press('k');
    expect(textOf(opened, 'right')).not.toBe(before);
    await opened.press('d');
    expect(opened.all('right', '.row.hit')).toHaveLength(1);
  });

  it('should say that two runs are the same', async () => {
    const opened = await open({ left, right: left });
    expect(opened.text('parting')).toBe('The runs are the same to the end.');
    await opened.press('k');
    expect(textOf(opened, 'left')).toBe(textOf(opened, 'right'));
  });

  it('should show as text what is hostile', async () => {
    const evil = '</script><img src=x onerror=alert(1)>';
    const [first, ...others] = left.events;
    const events = [{ ...first, text: evil }, ...others] as Recording['events'];
    const opened = await open({ left: { ...left, events, system: evil, seed: evil }, right });
    expect(opened.text('headline')).toContain(evil);
    expect(opened.text('parting')).toContain('after 0 equal events');
    expect(opened.all('app', 'img')).toEqual([]);
  });
});
