import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTRIES, emitDeclarations, publicApi } from './public-api.ts';

const SNAPSHOTS = path.join(import.meta.dirname, '../sim/api/__snapshots__');

const folder = mkdtempSync(path.join(os.tmpdir(), 'public-api-'));
beforeAll(() => emitDeclarations(folder), 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** When a change is meant: `npx vitest run scripts/public-api.slow.test.ts -u`, and a changeset. */
describe('the public API', () => {
  it.each(ENTRIES)('should be as it was: %s', async (entry) => {
    await expect(publicApi(folder, entry)).toMatchFileSnapshot(path.join(SNAPSHOTS, `${entry}.d.ts`));
  });

  it('should be read in full', () => {
    const text = publicApi(folder, 'index');
    expect(text).toMatch(/export declare function defineSystem</);
    expect(text).toMatch(/interface SystemDefinition</);
    expect(text).not.toMatch(/^\s*\/?\*/m);
  });
});
