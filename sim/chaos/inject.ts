import { flipBits, truncate, wipe } from './damage.ts';
import type { ChaosGroup } from './group.ts';
import type { LinkProxy, ProxyMode } from './link-proxy.ts';
import type { ChaosFault, ChaosKind } from './plan.ts';

/** Result of one fault of the plan. */
export interface Struck {
  readonly fault: ChaosFault;
  /** Why it was skipped; undefined if it was injected. */
  readonly skipped: string | undefined;
  /** Further details, such as the damaged file. */
  readonly note: string | undefined;
}

/** Tells when an operation has been acknowledged. */
export interface Acknowledgements {
  /** Resolves at the next acknowledgement, in the same turn of the event loop, or after `patienceMs` without one. */
  next(patienceMs: number): Promise<void>;
}

/** An aimed fault waits so long; when nothing is acknowledged, it strikes anyway. */
const AIM_MS = 1000;
/** Time enough for the others to start and to elect a primary. */
const LATE_MS = 4000;

/** Injects faults. Keeps track of replicas that are down, paused or damaged, so that at most a minority loses data. */
export class Injector {
  readonly struck: Struck[] = [];
  private readonly group: ChaosGroup;
  private readonly acknowledgements: Acknowledgements;
  /** Replicas that a fault currently keeps down or paused. */
  private readonly taken = new Set<number>();
  /** Links that a fault currently affects. */
  private readonly changed = new Set<LinkProxy>();
  /** The replica whose disk lost data and that has not been seen healthy since. */
  private hurt: number | undefined;
  private over = false;

  constructor(group: ChaosGroup, acknowledgements: Acknowledgements) {
    this.group = group;
    this.acknowledgements = acknowledgements;
  }

  counts(): Partial<Record<ChaosKind, number>> {
    const counts: Partial<Record<ChaosKind, number>> = {};
    for (const { fault, skipped } of this.struck)
      if (skipped === undefined) counts[fault.kind] = (counts[fault.kind] ?? 0) + 1;
    return counts;
  }

  /** Starts no further faults; those in progress finish. */
  end(): void {
    this.over = true;
  }

  /** Starts a fault and ends it after its duration. Resolves when it is over. */
  async strike(fault: ChaosFault): Promise<void> {
    const tell = (skipped: string | undefined, note?: string): void => {
      this.struck.push({ fault, skipped, note });
    };
    if (fault.aimed) await this.acknowledgements.next(AIM_MS);
    if (this.over) return;
    switch (fault.kind) {
      case 'kill':
        return this.whileDown(fault, [fault.replica], tell, () => undefined);
      case 'blackout':
        return this.blackout(fault, tell);
      case 'pause':
        return this.whileTaken(fault, tell, async () => {
          this.group.signal(fault.replica, 'SIGSTOP');
          await sleep(fault.durationMs);
          this.group.signal(fault.replica, 'SIGCONT');
        });
      case 'rolling-restart':
        return this.rolling(tell);
      case 'version':
        return this.whileTaken(fault, tell, async () => this.changeVersion(fault.replica));
      case 'wipe':
      case 'truncate':
      case 'bit-flip':
        return this.damage(fault, tell);
      case 'full-disk':
      case 'disk-error':
      case 'slow-disk':
      case 'clock':
        return this.trouble(fault, tell);
      case 'cut':
      case 'one-way':
      case 'isolate':
      case 'half-open':
      case 'drip':
      case 'delay':
      case 'reset':
        return this.onLinks(fault, tell);
    }
  }

  private everybody(): number[] {
    return Array.from({ length: this.group.replicas }, (_, id) => id);
  }

  private async whileDown(
    { durationMs }: ChaosFault,
    ids: readonly number[],
    tell: Tell,
    meanwhile: () => string | undefined,
  ): Promise<void> {
    const free = ids.filter((id) => !this.taken.has(id));
    if (free.length === 0) return tell('it is down already');
    for (const id of free) this.taken.add(id);
    await Promise.all(free.map((id) => this.group.down(id, 'SIGKILL')));
    tell(undefined, meanwhile());
    await sleep(durationMs);
    await Promise.all(free.map((id) => this.group.up(id)));
    for (const id of free) this.taken.delete(id);
  }

  /**
   * In half of the cases all come back together; else the drawn one comes later, so that the others go on with what they have kept, and
   * without what only it has.
   */
  private async blackout(fault: ChaosFault, tell: Tell): Promise<void> {
    const { replica, durationMs, draw } = fault;
    const free = this.everybody().filter((id) => !this.taken.has(id));
    if (free.length === 0) return tell('it is down already');
    for (const id of free) this.taken.add(id);
    await Promise.all(free.map((id) => this.group.down(id, 'SIGKILL')));
    tell(undefined);
    const lateMs = draw % 2 === 0 ? 0 : LATE_MS;
    await Promise.all(
      free.map(async (id) => {
        await sleep(id === replica ? durationMs + lateMs : durationMs);
        await this.group.up(id);
        this.taken.delete(id);
      }),
    );
  }

  private async whileTaken({ replica }: ChaosFault, tell: Tell, during: () => Promise<void>): Promise<void> {
    if (this.taken.has(replica) || !this.group.isUp(replica)) return tell('it is down already');
    this.taken.add(replica);
    tell(undefined);
    await during();
    this.taken.delete(replica);
  }

  private async rolling(tell: Tell): Promise<void> {
    if (this.taken.size > 0) return tell('another one is down');
    tell(undefined);
    for (const id of this.everybody()) {
      if (this.taken.has(id)) continue;
      this.taken.add(id);
      await this.changeVersion(id);
      this.taken.delete(id);
    }
  }

  /** Restarts a replica in peace, with the other version if there is one. */
  private async changeVersion(id: number): Promise<void> {
    await this.group.down(id, 'SIGTERM');
    this.group.changeVersion(id);
    await this.group.up(id);
  }

  /** Only while all others are healthy and none is recovering: at most a minority may lose data at a time. */
  private async damage(fault: ChaosFault, tell: Tell): Promise<void> {
    if (this.group.replicas < 3) return tell('there is no minority');
    if (this.hurt !== undefined && !(await this.isWell(this.hurt)))
      return tell('another one has not recovered yet');
    this.hurt = undefined;
    const others = this.everybody().filter((id) => id !== fault.replica);
    if (
      this.taken.size > 0 ||
      !(await Promise.all(others.map((id) => this.isWell(id)))).every((well) => well)
    )
      return tell('another one is not well');
    if (this.hurt !== undefined) return tell('another one has not recovered yet');
    this.hurt = fault.replica;
    return this.whileDown(fault, [fault.replica], tell, () => {
      const folder = this.group.folderOf(fault.replica);
      if (fault.kind === 'truncate') return truncate(folder, fault.draw);
      if (fault.kind === 'bit-flip') return flipBits(folder, fault.draw);
      wipe(folder);
      return folder;
    });
  }

  private async isWell(id: number): Promise<boolean> {
    return (await this.group.health(id))?.startsWith('normal') === true;
  }

  private async trouble({ kind, replica, durationMs, draw }: ChaosFault, tell: Tell): Promise<void> {
    if (!this.group.isUp(replica)) return tell('it is down');
    tell(undefined);
    if (kind === 'clock') {
      const wallUs = ((draw % 7_200) - 3_600) * 1_000_000;
      this.group.trouble(replica, { trouble: 'clock', wallUs, ratePpm: (draw % 400_000) - 200_000 });
      await sleep(durationMs);
      this.group.trouble(replica, { trouble: 'clock', wallUs: 0, ratePpm: 0 });
      return;
    }
    const error = kind === 'full-disk' ? 'ENOSPC' : kind === 'disk-error' ? 'EIO' : null;
    const syncDelayMs = kind === 'slow-disk' ? 1 + (draw % 200) : 0;
    this.group.trouble(replica, { trouble: 'disk', syncDelayMs, error });
    await sleep(durationMs);
    this.group.trouble(replica, { trouble: 'disk', syncDelayMs: 0, error: null });
  }

  private async onLinks(fault: ChaosFault, tell: Tell): Promise<void> {
    const links = this.linksOf(fault).filter((link) => !this.changed.has(link));
    if (links.length === 0) return tell('these links are hurt already');
    tell(undefined);
    if (fault.kind === 'reset') {
      for (const link of links) link.reset();
      return;
    }
    const mode = modeOf(fault);
    for (const link of links) {
      this.changed.add(link);
      link.set(mode);
    }
    await sleep(fault.durationMs);
    for (const link of links) {
      link.heal();
      this.changed.delete(link);
    }
  }

  private linksOf({ kind, replica, other, draw }: ChaosFault): LinkProxy[] {
    if (this.group.replicas < 2) return [];
    const link = (from: number, to: number): LinkProxy => this.group.link(from, to);
    switch (kind) {
      case 'one-way':
        return [link(replica, other)];
      case 'isolate': {
        const others = this.everybody().filter((id) => id !== replica);
        return [
          ...others.flatMap((id) => [link(replica, id), link(id, replica)]),
          ...(draw % 2 === 0 ? [link(-1, replica)] : []),
        ];
      }
      case 'drip':
      case 'delay':
      case 'reset':
        return draw % 4 === 0 ? [link(-1, replica)] : [link(replica, other), link(other, replica)];
      default:
        return [link(replica, other), link(other, replica)];
    }
  }
}

type Tell = (skipped: string | undefined, note?: string) => void;

function modeOf({ kind, draw }: ChaosFault): ProxyMode {
  switch (kind) {
    case 'half-open':
      return { type: 'swallow' };
    case 'drip':
      return { type: 'drip', bytes: 1 + (draw % 500) };
    case 'delay':
      return { type: 'delay', delayMs: draw % 300, jitterMs: (draw >>> 10) % 200 };
    default:
      return { type: 'cut' };
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
