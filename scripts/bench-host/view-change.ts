import { setTimeout as sleep } from 'node:timers/promises';
import { type Round, type RoundOptions, roundOf } from './rounds.ts';
import type { OurSubject } from './subjects.ts';

/** Backups miss a primary after 300 to 450 ms: they have a new one before this is over. */
const STOPPED_MS = 500;
/** So that the primary is away for 1 % of the time. */
const SECONDS = 50;
const BEGIN_MS = 5000;

/** Puts of 64 clients while the primary stands still for 1 % of the time, so that the group changes its view. @throws Error when it did not */
export async function throughViewChange(subject: OurSubject, options: RoundOptions): Promise<Round> {
  const { group } = subject;
  const before = await group.view();
  const change = sleep(BEGIN_MS).then(async () => {
    const pid = group.pids[before % group.pids.length] ?? 0;
    process.kill(pid, 'SIGSTOP');
    await sleep(STOPPED_MS);
    process.kill(pid, 'SIGCONT');
  });
  const [round] = await Promise.all([roundOf(subject, 64, 'put', { ...options, seconds: SECONDS }), change]);
  if ((await group.view()) === before) throw new Error(`the view is still ${before}`);
  return round;
}
