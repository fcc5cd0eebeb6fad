import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { System } from '../scenario/system.ts';
import { puts, recordedGroup, systemsOf } from '../served/testing/recorded-group.ts';
import { vsr } from '../systems/vsr.ts';
import { Agreement } from './agreement.ts';
import { judgeRecordings } from './recordings.ts';

/** The store on disks that nobody has formatted: not the one that was recorded. */
const unformatted: System = {
  ...vsr,
  build: (scenario) => ({ ...vsr.build(scenario), formatted: () => new Map() }),
};

const NOT_AS_RECORDED = /^the merged run: \d+ steps? not as recorded, first step \d+ of process \d$/;

describe('recordings of a group', () => {
  it.each([
    ['the tank does not follow them', false, unformatted, []],
    [
      'a part is missing',
      true,
      vsr,
      [expect.stringMatching(/^\d+ messages that their sender has not recorded$/)],
    ],
  ])('should not be judged by invariants when %s', async (_, isMissing, system, more) => {
    const judged = await recordedGroup(
      vsr,
      3,
      async (of, client) => {
        await puts(client, 12);
        await of.stop(1);
        if (isMissing) rmSync(path.join(of.folderOf(1), '1.recording'), { recursive: true });
        await of.start(1);
        await puts(client, 6);
      },
      (folders) => judgeRecordings(folders, systemsOf(system), new Agreement()),
    );
    expect(judged.findings).toEqual([
      { kind: 'unjudged', facts: [expect.stringMatching(NOT_AS_RECORDED), ...more] },
    ]);
    expect(judged.judged).toBeLessThan(judged.steps);
  });
});
