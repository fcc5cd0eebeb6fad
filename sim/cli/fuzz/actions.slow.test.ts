import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { addToSummary, annotation } from './actions.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'actions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('GitHub Actions', () => {
  it('should be given annotations that nothing in them can end', () => {
    expect(annotation('seed 1,2: x', '100 %\n::error::forged')).toBe(
      '::error title=seed 1%2C2%3A x::100 %25%0A::error::forged\n',
    );
  });

  it('should be given a summary that nothing in it can end', () => {
    const file = path.join(folder, 'summary.md');
    addToSummary(file, ['a', '```', 'b']);
    expect(readFileSync(file, 'utf8')).toBe('````\na\n```\nb\n````\n');
  });

  it('should hear of each kind of finding, and of the whole campaign', async () => {
    const summaryFile = path.join(folder, 'summary.md');
    const io = Object.assign(new FakeIo(), { actions: { summaryFile } });
    const words = ['--seeds', '1..8', '--mutant', 'V19', '--out', path.join(folder, 'out')];
    expect(await main(['fuzz', ...words, '--json'], io, { systems, defaultSystem })).toBe(1);
    const { findings } = JSON.parse(io.stdout) as { findings: readonly object[] }; // one of each kind
    const annotations = io.stderr.trimEnd().split('\n');
    expect(annotations).toHaveLength(findings.length);
    for (const line of annotations)
      expect(line).toMatch(/^::error title=vsr seed \d+::I\d+ .*%0Anpm run sim -- /);
    expect(readFileSync(summaryFile, 'utf8')).toMatch(/✗ \d+ findings? {2}8 runs/);
  });
});
