import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeScenario } from '../scenario/overrides.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { vsr } from '../systems/vsr.ts';
import { parseCatalogue } from './parse.ts';
import { mutate } from './source.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
  writeFileSync(path.join(root, 'a.ts'), 'one two three');
  writeFileSync(path.join(root, 'b.ts'), 'four');
});
afterAll(() => rmSync(root, { recursive: true }));

const facts = { id: 'M1', name: 'several', expect: ['I1'], note: 'in two files' };
const parsed = (fields: object) =>
  ({ ...parseCatalogue([{ ...facts, ...fields }], 'here')[0], root }) as never; // the only one

describe('a mutant', () => {
  it('should change several places, in one file and in others', () => {
    const edits = [
      { file: 'a.ts', find: 'one', replace: '1' },
      { file: 'b.ts', find: 'four', replace: '4' },
      { file: 'a.ts', find: 'three', replace: '3' },
    ];
    expect(mutate(parsed({ edits }))).toEqual([
      { file: path.join(root, 'a.ts'), contents: '1 two 3' },
      { file: path.join(root, 'b.ts'), contents: '4' },
    ]);
  });

  it('should be refused when one of its places is not there', () => {
    const edits = [
      { file: 'a.ts', find: 'one', replace: '1' },
      { file: 'b.ts', find: 'five', replace: '5' },
    ];
    expect(() => mutate(parsed({ edits }))).toThrow('mutant M1 has rotted: its find does not occur in b.ts');
    expect(() => parsed({ edits: [] })).toThrow('edits');
    expect(() => parsed({ edits, find: 'one' })).toThrow('find');
  });

  it('should change the fields that its scenario names, and no others of their groups', () => {
    const drawn = drawScenario('3', vsr);
    const scenario = {
      network: { fifo: true },
      settings: { keys: 7 },
      faults: { crash: { everyUs: 50_000 } },
    };
    const { scenario: overrides } = parsed({ file: 'a.ts', find: 'one', replace: '1', scenario }) as {
      scenario: object;
    };
    expect(overrides).toEqual(scenario);
    const merged = mergeScenario(drawn, overrides);
    expect(merged.network).toEqual({ ...drawn.network, fifo: true });
    expect(merged.settings).toEqual({ ...drawn.settings, keys: 7 });
    expect(merged.forgetful).toBe(drawn.forgetful);
    expect(merged.faults.crash).toMatchObject({ everyUs: 50_000 });
  });
});
