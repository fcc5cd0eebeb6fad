import { Sequence } from '../chance/streams.ts';

/** Kinds of faults of real machines. */
export const CHAOS_KINDS = [
  /** kill -9, and a new start. */
  'kill',
  /** All at once. */
  'blackout',
  /** SIGSTOP and SIGCONT. */
  'pause',
  /** One replica after the other is stopped gracefully and started. */
  'rolling-restart',
  /** No connection between two, both ways or one way; or between one and all others. */
  'cut',
  'one-way',
  'isolate',
  /** Connections that stay and carry nothing. */
  'half-open',
  /** Few bytes at a time; late bytes; connections reset. */
  'drip',
  'delay',
  'reset',
  /** Disks without space, disks that fail, slow disks. */
  'full-disk',
  'disk-error',
  'slow-disk',
  /** What a disk has is gone or damaged, while its replica is down. */
  'wipe',
  'truncate',
  'bit-flip',
  /** The wall clock jumps and the local clock is fast or slow. */
  'clock',
] as const;
export type ChaosKind = (typeof CHAOS_KINDS)[number];

/** One fault. All of its numbers are drawn: what they mean is the business of its kind. */
export interface ChaosFault {
  readonly number: number;
  readonly atMs: number;
  readonly durationMs: number;
  readonly kind: ChaosKind;
  readonly replica: number;
  /** Another replica, for links. */
  readonly other: number;
  /** 32 bits for the kind to draw from. */
  readonly draw: number;
}

/** What the seed decides. */
export interface ChaosPlan {
  readonly seed: string;
  readonly durationMs: number;
  /** A kill is a loss of power: what was not synced is gone, and a sync takes so long; null: a kill loses nothing that was written. */
  readonly unsyncedMs: number | null;
  readonly faults: readonly ChaosFault[];
}

/** The kinds that a system is hurt with: one that cannot tell a lost disk from a new one is not given lost ones, nor disks that fail. */
export const kindsFor = (survivesDiskLoss: boolean, replicas: number): readonly ChaosKind[] =>
  CHAOS_KINDS.filter(
    (kind) => (survivesDiskLoss || !ON_DISKS.has(kind)) && (replicas > 1 || !ON_LINKS.has(kind)),
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

/** Between two beginnings, and how long one takes. */
const GAP_MS = { min: 150, max: 2500 };
const LENGTH_MS = { min: 100, max: 3000 };
/** Without faults, every so often: progress must be possible, and what was hurt is healed. */
const CALM_EVERY_MS = 20_000;
const CALM_MS = 3000;

/** The faults of a seed: the same for the same seed, duration, size and kinds. Every kind comes in turn, in another order each time. */
export function drawPlan(
  seed: string,
  durationMs: number,
  replicas: number,
  kinds: readonly ChaosKind[],
): ChaosPlan {
  const s = new Sequence(seed, 'chaos');
  const losesUnsynced = s.percent(50);
  const unsyncedMs = losesUnsynced ? s.logBetween(1, 30) : null;
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
    if (round.length === 0) round = shuffled(kinds, s);
    const kind = round.pop() ?? 'kill';
    const replica = s.below(replicas);
    faults.push({
      number: faults.length + 1,
      atMs,
      durationMs: s.logBetween(LENGTH_MS.min, LENGTH_MS.max),
      kind,
      replica,
      other: replicas < 2 ? replica : (replica + 1 + s.below(replicas - 1)) % replicas,
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
