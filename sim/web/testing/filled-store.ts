import { noTotals } from '../../campaign/totals.ts';
import { putCampaign, putSample, type StoredCampaign } from '../../store/campaigns.ts';
import type { Database } from '../../store/database.ts';
import { putSighting } from '../../store/findings.ts';
import { putScores } from '../../store/scores.ts';

/** Hostile text for a system, a key or a value, to test escaping. */
export const EVIL = '</script><img src=x onerror=alert(1)><script>alert(2)</script>\u2028\u202e"\'';

/** Typical nightly campaigns; `size` scales every count. */
export function fill(
  db: Database,
  size: { nights: number; samples: number; findings: number },
  evil = '',
): void {
  db.transaction(() => {
    for (let night = 1; night <= size.nights; night++) fillNight(db, night, size, evil);
    for (const commit of ['commit-1', 'commit-2'])
      putScores(db, commit, `2026-01-0${commit.slice(-1)}`, {
        mutants: [
          { id: 'V01', name: `forgets ${evil}`, control: false, found: 4, trials: 5, median_seeds: 3 },
          { id: 'N01', name: 'no bug', control: true, found: 0, trials: 5, median_seeds: null },
          { id: 'R01', name: 'reads old', control: false, found: 5, trials: 5, median_seeds: 1 },
        ],
      });
  });
}

function fillNight(
  db: Database,
  night: number,
  { samples, findings }: Parameters<typeof fill>[1],
  evil: string,
): void {
  const runs = samples * 20;
  const campaign: StoredCampaign = {
    id: `night-${night}`,
    label: `night ${night} ${evil}`,
    commit: `commit-${night}`,
    beganAt: new Date(Date.UTC(2026, 0, night, 2)).toISOString(),
    plan: {
      systems: ['vsr'],
      first: 1,
      last: runs,
      minutes: null,
      shard: { index: 1, count: 1 },
      untilFailure: false,
      strategy: null,
      mutant: null,
      catalogue: null,
      set: [],
      extra: [],
    },
    program: 'abc',
    totals: {
      ...noTotals(),
      runs,
      passed: runs - findings,
      failed: findings,
      steps: runs * 900,
      virtualUs: runs * 9e6,
      probes: { 'view-change': 3 },
      newStates: Array.from({ length: Math.ceil(runs / 1000) }, (_, i) => Math.round(900 / (i + 1))),
    },
    elapsedMs: samples * 1000,
    workers: 4,
    finished: true,
  };
  putCampaign(db, campaign);
  for (let i = 1; i <= samples; i++)
    putSample(db, campaign.id, {
      elapsedMs: i * 1000,
      runs: i * 20,
      steps: i * 20 * 900,
      virtualUs: i * 20 * 9e6,
      workers: 4,
      states: i,
      failed: 0,
    });
  for (let i = 0; i < findings; i++)
    putSighting(db, {
      system: `vsr${evil}`,
      fingerprint: `I2 kind ${i} ${evil}`,
      invariant: 'I2',
      title: `logs differ ${i} ${evil}`,
      campaign: campaign.id,
      seed: `${i}${evil}`,
      step: 100 + i,
    });
}
