import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenedPage } from '../../page/testing/opened-page.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function report(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['report', ...words], io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

describe('report', () => {
  it('should write a page that leads through the story of a violation', async () => {
    const file = path.join(folder, 'run.html');
    expect(await report('15', '--system', 'register-naive', '--html', file)).toMatchObject({
      code: 0,
      err: '',
    });
    const opened = await OpenedPage.open(readFileSync(file, 'utf8'));
    const stops = opened.all('tour', 'li').map(({ textContent }) => textContent);
    expect(stops.length).toBeGreaterThan(5);
    expect(stops.at(-1)).toMatch(/step 216$/); // where it breaks
    await opened.press('t');
    expect(stops[0]).toMatch(new RegExp(`step ${opened.step}$`));
  });

  it('should draw from where on a run was likely to fail', async () => {
    const file = path.join(folder, 'odds.html');
    const words = ['15', '--system', 'register-naive', '--odds', '--html', file];
    const { code, out } = await report(...words);
    expect(code).toBe(0);
    expect(out).toMatch(
      /odds +share of re-drawn futures[\s\S]*step 1 · 0 µs .* of 12\n[\s\S]*step 216 · .* 12 of 12\n/,
    );
    const opened = await OpenedPage.open(readFileSync(file, 'utf8'));
    const bars = opened.all('odds', 'li').map(({ textContent }) => textContent);
    expect(bars[0]).toMatch(/^step 1 .*\d+ of 12 other futures fail$/);
    expect(bars.at(-1)).toMatch(/^step 216 .*12 of 12/);
  });

  it('should write a page of two runs', async () => {
    const file = path.join(folder, 'pair.html');
    const { code, out } = await report('15', '--system', 'register-naive', '--beside', '16', '--html', file);
    expect(code).toBe(0);
    expect(out).toMatch(/left: violation, 216 steps · right: pass, 1,087 steps/);
    const opened = await OpenedPage.open(readFileSync(file, 'utf8'));
    expect(opened.text('headline')).toContain('seed 16');
    expect(opened.text('parting')).toMatch(/first difference, after \d+ equal events/);
  });

  it('should write a page of a violation and of the nearest run that passes', async () => {
    const file = path.join(folder, 'passing.html');
    const { code, out, err } = await report(
      '6',
      '--system',
      'register-naive',
      '--beside',
      'passing',
      '--html',
      file,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/left: violation, [\d,]+ steps · right: pass, /);
    const opened = await OpenedPage.open(readFileSync(file, 'utf8'));
    expect(Number(/after ([\d,]+) equal events/.exec(opened.text('parting'))?.[1])).toBeGreaterThan(0);
    expect(opened.text('headline')).toContain('--edit');
  });

  it.each([
    [['16', '--beside', 'passing'], /--beside passing: seed 16 violates nothing/],
    [['15', '--beside', '16', '--export', 'jsonl'], /--beside makes a page/],
    [['15', '--beside', 'none.json'], /none\.json/],
    [['16', '--odds'], /--odds: the run violates nothing/],
    [['15', '--odds', '--export', 'jsonl'], /--odds is drawn into the page/],
    [['15', '--odds', '--beside', '16'], /--odds is of one run/],
  ])('should refuse in one sentence: %j', async (words, says) => {
    const { code, out, err } = await report(...words, '--system', 'register-naive');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
