import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { servedScenario, servingOf } from '../served/serving.ts';
import { LocalGroup } from '../served/testing/local-group.ts';
import { abd } from '../systems/registers.ts';
import { vsr } from '../systems/vsr.ts';
import { Agreement } from './agreement.ts';
import { judgeFolders } from './data-folders.ts';

let group: LocalGroup | undefined;
const kept = mkdtempSync(path.join(tmpdir(), 'wavetank-folders-'));
afterEach(async () => {
  await group?.close();
  rmSync(kept, { recursive: true, force: true });
});

const copies = [0, 1, 2].map((id) => path.join(kept, String(id)));

/** Runs `puts` on a fresh group and keeps copies of its folders. */
async function foldersAfter(puts: readonly string[]): Promise<void> {
  group = await LocalGroup.of(vsr, 3);
  const client = group.client(1);
  for (const value of puts) await client.invoke({ kind: 'write', key: 'k', value });
  for (const id of [0, 1, 2]) {
    await group.stop(id);
    rmSync(copies[id] ?? '', { recursive: true, force: true });
    cpSync(group.folderOf(id), copies[id] ?? '', { recursive: true });
  }
  await group.close();
}

const serving = servingOf(vsr, servedScenario(vsr, 3));

describe('folders of stopped replicas', () => {
  it('should agree when they were written by one group, lost ones included', async () => {
    await foldersAfter(['a', 'b', 'c']);
    const agreement = new Agreement();
    expect(await judgeFolders(serving, copies, agreement)).toEqual([]);
    expect(agreement.size).toBeGreaterThan(3);
    rmSync(copies[2] ?? '', { recursive: true });
    expect(await judgeFolders(serving, copies, new Agreement())).toEqual([]);
  });

  it('should be found out when they hold something else than was executed before', async () => {
    await foldersAfter(['a', 'b', 'c']);
    const agreement = new Agreement();
    await judgeFolders(serving, copies, agreement);
    await foldersAfter(['other', 'values']);
    const findings = await judgeFolders(serving, copies, agreement);
    expect(findings).toMatchObject([{ kind: 'disks-differ' }]);
    expect(findings[0]?.facts.join('\n')).toMatch(/have executed different entries as op/);
  });

  it('should be found out when a majority is lost', async () => {
    await foldersAfter(['a', 'b', 'c']);
    for (const id of [0, 1]) rmSync(copies[id] ?? '', { recursive: true });
    expect(await judgeFolders(serving, copies, new Agreement())).toMatchObject([{ kind: 'disks-differ' }]);
  });

  it('should be judged for a register as well', async () => {
    group = await LocalGroup.of(abd, 3);
    await group.client(1).invoke({ kind: 'write', value: 'w' });
    const folders = [0, 1, 2].map((id) => group?.folderOf(id) ?? '');
    for (const id of [0, 1, 2]) await group.stop(id);
    expect(await judgeFolders(servingOf(abd, servedScenario(abd, 3)), folders, new Agreement())).toEqual([]);
  });
});
