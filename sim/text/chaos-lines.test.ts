import { describe, expect, it } from 'vitest';
import { palette } from '../cli/shared/palette.ts';
import { type ChaosTold, chaosLines } from './chaos-lines.ts';

const told: ChaosTold = {
  verdict: 'fail',
  seed: '3',
  minutes: 1,
  system: 'vsr',
  operations: { ok: 10, failed: 0, unknown: 1 },
  faults: { kill: 1 },
  skipped: 0,
  findings: [{ kind: 'invariant', facts: ['a fact'] }],
  executed: 5,
  recorded_steps: 100,
  judged_steps: 100,
  notMerged: undefined,
  self_stops: 0,
  loses_unsynced: false,
  folder: '/tmp/kept',
  given: [],
};
const linesOf = (changed: Partial<ChaosTold>): readonly string[] =>
  chaosLines({ ...told, ...changed }, palette(false, undefined, undefined));
const commandsIn = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^ {2}\w+ +npm run (.*)$/.exec(line)?.[1] ?? []);

describe('the report of chaos', () => {
  it('should name the file of an own system in every command on its recordings', () => {
    expect(commandsIn(linesOf({ system: './my store.ts' }))).toEqual([
      "replay -- --recording /tmp/kept --system './my store.ts'",
      "report -- --recording /tmp/kept --system './my store.ts'",
      "shrink -- --recording /tmp/kept --system './my store.ts'",
      'linearizable -- /tmp/kept/history.jsonl',
      "chaos -- --system './my store.ts' --minutes 1 --seed 3",
    ]);
    expect(commandsIn(linesOf({ system: 'abd' }))[0]).toBe('replay -- --recording /tmp/kept');
  });

  it.each(['pass', 'interrupted'] as const)('should say how to look at what was kept (%s)', (verdict) => {
    const kept = linesOf({ verdict, findings: [] });
    expect(commandsIn(kept).map((each) => each.split(' ', 1)[0])).toEqual([
      'replay',
      'report',
      'linearizable',
      'chaos',
    ]);
    // Nothing was recorded, or kept.
    expect(commandsIn(linesOf({ verdict, findings: [], recorded_steps: 0 }))).toHaveLength(2);
    expect(commandsIn(linesOf({ verdict, findings: [], folder: null }))).toHaveLength(1);
  });

  it('should say why no step was judged', () => {
    const lines = linesOf({ judged_steps: 0, notMerged: 'nothing was recorded' });
    expect(lines).toContain('  merged      not judged by the invariants: nothing was recorded');
  });
});
