import type { SystemRun } from '../scenario/system.ts';

/** Names that processes give their timers. Code that is built anew for each run is asked once it is built. */
export class TimerNames {
  private replica: ReadonlyMap<number, string>;
  private client: ReadonlyMap<number, string>;

  constructor(replica: unknown, client: unknown) {
    this.replica = namesIn(replica);
    this.client = namesIn(client);
  }

  /** Returns the same run after collecting its timer names. */
  seenIn(run: SystemRun): SystemRun {
    this.replica = namesIn(run.replicas[0]);
    this.client = namesIn(run.clients[0]);
    return run;
  }

  nameOf(timer: number, isReplica: boolean): string | undefined {
    return (isReplica ? this.replica : this.client).get(timer);
  }
}

function namesIn(code: unknown): ReadonlyMap<number, string> {
  if (typeof code !== 'object' || code === null || !('timers' in code)) return new Map();
  const timers: unknown = code.timers;
  if (typeof timers !== 'object' || timers === null) return new Map();
  return new Map(Object.entries(timers).map(([name, timer]) => [Number(timer), name]));
}
