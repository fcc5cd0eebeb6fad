import { Sequence } from '../chance/streams.ts';

/** Kinds of faults on real machines. */
export const CHAOS_KINDS = [
  /** kill -9 and restart. */
  'kill',
  /** Kill all at once. */
  'blackout',
  /** SIGSTOP and SIGCONT. */
  'pause',
  /** Stop gracefully and restart one replica after another. */
  'rolling-restart',
  /** Stop gracefully and restart with the other version of the program. */
  'version',
  /** No connection between two replicas, in both directions or one; or between one and all others. */
  'cut',
  'one-way',
  'isolate',
  /** Connections that stay open and carry no data. */
  'half-open',
  /** Few bytes at a time; delayed bytes; connection resets. */
  'drip',
  'delay',
  'reset',
  /** Full disks, failing disks, slow disks. */
  'full-disk',
  'disk-error',
  'slow-disk',
  /** Data lost or damaged on disk while its replica is down. */
  'wipe',
  'truncate',
  'bit-flip',
  /** Jumps of the wall clock, and a fast or slow local clock. */
  'clock',
] as const;
export type ChaosKind = (typeof CHAOS_KINDS)[number];

/** One fault. All its numbers are drawn; their meaning depends on its kind. */
export interface ChaosFault {
  readonly number: number;
  readonly atMs: number;
  readonly durationMs: number;
  readonly kind: ChaosKind;
  readonly replica: number;
  /** The other replica, for links. */
  readonly other: number;
  /** Whether it strikes right after the next acknowledgement, when a broken promise is most likely to show. */
  readonly aimed: boolean;
  /** 31 random bits for the kind to interpret. */
  readonly draw: number;
}

/** Everything that the seed determines. */
export interface ChaosPlan {
  readonly seed: string;
  readonly durationMs: number;
  /**
   * Delay of a sync at each replica, with kills that lose unsynced data, like a power loss; null if kills lose nothing that was
   * written.
   */
  readonly unsyncedMs: readonly number[] | null;
  readonly faults: readonly ChaosFault[];
}

/**
 * Kinds of faults for a system: one that cannot tell a lost disk from a new one gets no lost or failing disks. With `mixed` there is
 * another version of the program.
 */
export const kindsFor = (survivesDiskLoss: boolean, replicas: number, mixed = false): readonly ChaosKind[] =>
  CHAOS_KINDS.filter(
    (kind) =>
      (survivesDiskLoss || !ON_DISKS.has(kind)) &&
      (replicas > 1 || !ON_LINKS.has(kind)) &&
      (mixed || kind !== 'version'),
  );

const ON_DISKS: ReadonlySet<ChaosKind> = new Set(['full-disk', 'disk-error', 'wipe', 'truncate', 'bit-flip']);
const ON_LINKS: ReadonlySet<ChaosKind> = new Set([
  'cut',
  'one-way',
  'half-open',
  'drip',
  'delay',
  'reset',
  'isolate',
]);

/** Time between two starts, and duration of a fault. */
const GAP_MS = { min: 150, max: 2500 };
const LENGTH_MS = { min: 100, max: 3000 };
/**
 * Delay of a sync with power losses. It is drawn for each replica: with a slow disk at one of them, the others decide without it. Long
 * ones leave more to lose.
 */
const UNSYNCED_MS = { min: 1, max: 120 };
/** Share of faults that wait for an acknowledgement. */
const AIMED_PERCENT = 50;
/** Kinds that each round has once more: only they show what was promised and not kept. */
const AGAIN: readonly ChaosKind[] = ['kill', 'blackout'];
/** Interval of fault-free pauses, which allow progress and recovery. */
const CALM_EVERY_MS = 20_000;
const CALM_MS = 3000;

/**
 * Draws the faults of a seed: identical for the same seed, duration, size and kinds. Every round contains each kind once,
 * kills twice, shuffled.
 */
export function drawPlan(
  seed: string,
  durationMs: number,
  replicas: number,
  kinds: readonly ChaosKind[],
): ChaosPlan {
  const s = new Sequence(seed, 'chaos');
  const losesUnsynced = s.percent(50);
  const unsyncedMs = losesUnsynced
    ? Array.from({ length: replicas }, () => s.logBetween(UNSYNCED_MS.min, UNSYNCED_MS.max))
    : null;
  const faults: ChaosFault[] = [];
  let round: ChaosKind[] = [];
  let atMs = 1000;
  let calmMs = CALM_EVERY_MS;
  for (;;) {
    atMs += s.logBetween(GAP_MS.min, GAP_MS.max);
    if (atMs > calmMs) {
      atMs += CALM_MS;
      calmMs = atMs + CALM_EVERY_MS;
    }
    if (atMs >= durationMs) return { seed, durationMs, unsyncedMs, faults };
    if (round.length === 0) round = shuffled([...kinds, ...AGAIN.filter((kind) => kinds.includes(kind))], s);
    const kind = round.pop() ?? 'kill';
    const replica = s.below(replicas);
    faults.push({
      number: faults.length + 1,
      atMs,
      durationMs: s.logBetween(LENGTH_MS.min, LENGTH_MS.max),
      kind,
      replica,
      other: replicas < 2 ? replica : (replica + 1 + s.below(replicas - 1)) % replicas,
      aimed: s.percent(AIMED_PERCENT),
      draw: s.below(0x7fff_ffff),
    });
  }
}

function shuffled(kinds: readonly ChaosKind[], s: Sequence): ChaosKind[] {
  const left = [...kinds];
  const result: ChaosKind[] = [];
  while (left.length > 0) result.push(...left.splice(s.below(left.length), 1));
  return result;
}
