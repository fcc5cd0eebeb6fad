import { crc32 } from 'node:zlib';
import type { AnyProcess } from '../../src/host/hosted.ts';
import type { RandomSeed } from '../../src/host/random.ts';
import { type Glance, glanceAt } from '../../src/host/recording/glance.ts';
import type { Segment } from '../../src/host/recording/read.ts';
import { replaySegment } from '../../src/host/recording/replay.ts';
import type { RecordedStep } from '../../src/host/recording/step.ts';
import type { Disk } from '../../src/process/disk.ts';
import { BadInput } from '../input/bad-input.ts';
import { codeIn, isOfClient, type Systems, segmentsIn, servingIn } from '../served/recorded.ts';
import type { Serving } from '../served/serving.ts';

/** A message that a step has sent: to whom, and a name that equal messages share. */
export interface SentMessage {
  readonly to: number;
  readonly name: string;
}

/** One recorded step, with what the replay of it has sent. */
export interface LoggedStep extends RecordedStep {
  /** Within its life, from 1. */
  readonly number: number;
  /** True time, in microseconds since 1970, as far as the clock of the process was right. */
  readonly atUs: number;
  readonly sent: readonly SentMessage[];
}

/** Bytes that a process found on its disk before it had written there. */
export interface Found {
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
  readonly bytes: Uint8Array;
}

/** A process from one start to its end. */
export interface Life {
  readonly random: RandomSeed;
  readonly steps: readonly LoggedStep[];
  readonly found: readonly Found[];
  /** Files that it has written to. */
  readonly written: ReadonlySet<string>;
}

/** What was on the disk after a life, as later ones have found it: the next one may end before it has read everything. */
export function foundAfter({ lives }: ProcessLog, life: number): readonly Found[] {
  const found: Found[] = [];
  for (const later of lives.slice(life + 1)) {
    const seen = new Set(found.map(({ file }) => file));
    found.push(...later.found.filter(({ file }) => !seen.has(file)));
    if (later.written.size > 0) break;
  }
  return found;
}

/** All that one process has recorded. */
export interface ProcessLog {
  readonly folder: string;
  /** Its number on the host: a replica's, or that of a client's session. */
  readonly host: number;
  readonly isClient: boolean;
  readonly cluster: string;
  /** Replicas that its group began with. */
  readonly replicas: number;
  /** What it was set up with; and the mutant in its code. */
  readonly serving: Serving;
  readonly mutant: string | null;
  readonly code: AnyProcess;
  readonly glance: Glance;
  readonly lives: readonly Life[];
  /** What is missing at its end, if anything is. */
  readonly missing: string | undefined;
}

/** Steps of all recordings together, at most: a merged run is held in memory. */
export const STEPS_MAX = 3_000_000;

/** The name that equal messages share. */
export const nameOf = (encoded: Uint8Array): string => `${encoded.length}/${crc32(encoded)}`;

/**
 * Reads and replays the recording of one process.
 * @throws BadInput when it cannot be read, its beginning is gone, or its values are redacted
 */
export async function readLog(folder: string, systems: Systems): Promise<ProcessLog> {
  const lives: (Life & { readonly steps: LoggedStep[]; readonly reads: FirstReads })[] = [];
  let about: { serving: Serving; first: Segment } | undefined;
  let incarnation = '';
  let missing: string | undefined;
  for (const segment of segmentsIn(folder)) {
    about ??= { serving: await servingIn(segment, systems), first: segment };
    const { header } = segment;
    if (header.redacted)
      throw new BadInput(`${folder}: its values are redacted, so its messages do not match those of others`);
    if (header.incarnation !== incarnation) {
      if (header.snapshot)
        throw new BadInput(
          `${folder}: the beginning of its recording is gone from the ring; record with a larger --record-bytes`,
        );
      incarnation = header.incarnation;
      const found: Found[] = [];
      const written = new Set<string>();
      lives.push({ random: header.random, steps: [], found, written, reads: new FirstReads(found, written) });
    }
    const life = lives.at(-1);
    if (life === undefined) break;
    const done = replayInto(life, codeIn(segment, about.serving), segment);
    if (done.difference === undefined) continue;
    missing = `${segment.file}: step ${done.difference.step} is not replayed alike (${done.difference.what}): nothing from there on is used`;
    break;
  }
  if (about === undefined) throw new BadInput(`${folder} holds no recording`);
  const { serving, first } = about;
  return {
    folder,
    host: first.header.replica,
    isClient: isOfClient(first),
    cluster: first.header.cluster,
    replicas: first.header.replicas,
    serving,
    mutant: first.header.mutant,
    code: codeIn(first, serving),
    glance: glanceAt(first.header.numbers),
    lives: lives.filter(({ steps }) => steps.length > 0),
    missing,
  };
}

function replayInto(
  { steps, reads }: { readonly steps: LoggedStep[]; readonly reads: FirstReads },
  code: AnyProcess,
  segment: Segment,
): ReturnType<typeof replaySegment> {
  let sent: SentMessage[] = [];
  const done = replaySegment(code, segment, {
    disk: reads,
    sent: (to, encoded) => sent.push({ to, name: nameOf(encoded) }),
    before: (step) => reads.completed(step),
    after: (step, number) => {
      steps.push({ ...step, number, atUs: segment.header.originUs + step.nowUs, sent });
      sent = [];
    },
  });
  if (done.difference !== undefined) steps.pop();
  return done;
}

/** Notes what a process reads of files before it writes to them. */
class FirstReads implements Disk {
  private readonly found: Found[];
  private readonly written: Set<string>;
  private readonly pending = new Map<number, Omit<Found, 'bytes'>>();

  constructor(found: Found[], written: Set<string>) {
    this.found = found;
    this.written = written;
  }

  read(file: string, offset: number, lengthBytes: number, token: number): void {
    if (!this.written.has(file)) this.pending.set(token, { file, offset, lengthBytes });
  }

  write(file: string): void {
    this.written.add(file);
  }

  sync(): void {}

  completed({ completion }: RecordedStep): void {
    if (completion?.op !== 'read' || completion.bytes === null) return;
    const asked = this.pending.get(completion.token);
    this.pending.delete(completion.token);
    if (asked !== undefined) this.found.push({ ...asked, bytes: completion.bytes });
  }
}
