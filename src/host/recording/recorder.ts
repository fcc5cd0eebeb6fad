import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { digestOf } from '../../process/digest.ts';
import type { DiskCompletion } from '../../process/disk.ts';
import type { EventKind } from '../../process/event-kind.ts';
import { HostInputError } from '../host-input-error.ts';
import type { Witness } from '../hosting.ts';
import type { HostLog } from '../log.ts';
import type { RandomSeed } from '../random.ts';
import { type Glance, glanceAt, numberFields } from './glance.ts';
import { lastHeader } from './read.ts';
import type { Redaction } from './redaction.ts';
import {
  CHUNK_HEAD_BYTES,
  chunkOf,
  headerChunk,
  RECORDING_VERSION,
  type SegmentHeader,
  sealChunk,
  segmentName,
  segmentNumber,
} from './segment.ts';
import { putInput, putOutcome, Sheet, STEP_BYTES_MAX } from './step.ts';

/** What is recorded, and how much of it is kept. */
export interface RecorderOptions {
  readonly folder: string;
  /** All segments together take no more than about this; the oldest go. */
  readonly bytesMax: number;
  readonly about: Pick<
    SegmentHeader,
    'system' | 'replica' | 'replicas' | 'cluster' | 'scenario' | 'mutant' | 'program' | 'code'
  >;
  /** When the clock of the process was at 0, in microseconds since 1970. */
  readonly originUs: number;
  /** Hands each step to the operating system before its effects go out, so that nothing is lost with a kill. It takes more time. */
  readonly immediate?: boolean;
  /** The generator as it stands. */
  random(): RandomSeed;
  /** Replaces values in what is recorded. */
  readonly redaction: Redaction | undefined;
  /** How long after the last bytes that were left out the recording goes on; a second when absent. */
  readonly settleMs?: number;
  readonly log: HostLog;
}

/** A ring has so many segments, so that little is lost when the oldest goes. */
const SEGMENTS = 8;
const SEGMENT_BYTES_MAX = 128 << 20;
/** Share of the time that digests of the whole state may take. */
const DIGEST_SHARE = 0.0025;
/** What has happened is handed to the operating system after this time at the latest. */
const FLUSH_MS = 25;
const FLUSH_BYTES = 1 << 18;
const US_PER_MS = 1000;
const SETTLE_MS = 1000;
const FIRST_BYTES = 1 << 16;

/**
 * Writes down every input of a process with digests of what came of it. It is handed to the operating system
 * every 25 ms: so much is lost of a process that is killed, and nothing of one that ends itself.
 */
export class Recorder implements Witness {
  private readonly options: RecorderOptions;
  private readonly incarnation = randomBytes(8).toString('hex');
  private readonly segmentBytes: number;
  private fd: number | undefined;
  private number: number;
  private writtenBytes = 0;
  private sheet = new Sheet(FIRST_BYTES);
  private at = CHUNK_HEAD_BYTES;
  private steps = 0;
  private numbers: readonly string[] = [];
  private glance: Glance = glanceAt([]);
  private scheduled = false;
  private flusher: NodeJS.Timeout | undefined;
  /** The steps since then are left out: their bytes could hold values, and what the process makes of them is not known yet. */
  private opaqueMs: number | undefined;
  private digestMs = 0;
  private nowUs = 0;
  private failed = false;

  /** @throws HostInputError when another process records there; Error of node:fs when nothing can be written */
  constructor(options: RecorderOptions) {
    this.options = options;
    this.segmentBytes = Math.min(
      SEGMENT_BYTES_MAX,
      Math.max(1 << 16, Math.floor(options.bytesMax / SEGMENTS)),
    );
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    refuseOthers(options.folder, options.about);
    this.number = Math.max(0, ...this.present());
  }

  begins(state: object): void {
    this.numbers = numberFields(state);
    this.glance = glanceAt(this.numbers);
    this.begin(undefined);
  }

  input(
    kind: EventKind,
    a: number,
    input: Uint8Array | DiskCompletion | undefined,
    nowUs: number,
    wallUs: number,
  ): void {
    if (this.failed) return;
    const { redaction } = this.options;
    this.nowUs = nowUs;
    let kept = input;
    if (redaction !== undefined && input !== undefined) {
      kept = redaction.input(input);
      if (kept === undefined) this.opaqueMs = performance.now();
    }
    const opaque = this.opaqueMs !== undefined;
    const lengthBytes =
      kept === undefined ? 0 : kept instanceof Uint8Array ? kept.length : (kept.bytes?.length ?? 0);
    this.reserve(lengthBytes + STEP_BYTES_MAX);
    this.at = putInput(this.sheet, this.at, kind, a, nowUs, wallUs, kept ?? input, opaque);
    if (this.scheduled || this.options.immediate === true) return;
    this.scheduled = true;
    this.flusher = setTimeout(() => this.due(), FLUSH_MS);
  }

  done(effects: number, state: object): void {
    if (this.failed) return;
    this.steps++;
    const full = this.writtenBytes + this.at > this.segmentBytes;
    this.at = putOutcome(
      this.sheet,
      this.at,
      effects,
      this.glance(state, this.steps),
      this.wholeDigest(state, full),
    );
    if (this.opaqueMs !== undefined) {
      if (performance.now() - this.opaqueMs < (this.options.settleMs ?? SETTLE_MS)) return;
      this.opaqueMs = undefined;
      this.next(state);
    } else if (full) this.next(state);
    else if (this.at > FLUSH_BYTES || this.options.immediate === true) this.flush();
  }

  /** Writes what is left. Nothing follows. */
  close(): void {
    clearTimeout(this.flusher);
    if (this.fd === undefined) return;
    this.flush();
    closeSync(this.fd);
    this.fd = undefined;
    this.failed = true;
  }

  /** Of everything, when that is cheap for the time that has passed. With values left out there would be nothing to compare it with. */
  private wholeDigest(state: object, always: boolean): string {
    if (this.options.redaction !== undefined) return '';
    if (!always && this.digestMs * US_PER_MS > this.nowUs * DIGEST_SHARE) return '';
    const beganMs = performance.now();
    const digest = digestOf(state);
    this.digestMs += performance.now() - beganMs;
    return digest;
  }

  private due(): void {
    this.scheduled = false;
    this.flush();
  }

  private flush(): void {
    if (this.at === CHUNK_HEAD_BYTES || this.failed) return;
    const chunk = this.sheet.bytes.subarray(0, this.at);
    sealChunk(chunk);
    this.write(chunk);
    this.at = CHUNK_HEAD_BYTES;
  }

  /** The segment is full: the next one begins with the state as it is. */
  private next(state: object): void {
    this.flush();
    if (this.fd !== undefined) closeSync(this.fd);
    this.begin(state);
    this.removeOld();
  }

  private begin(state: object | undefined): void {
    const { folder, about, redaction } = this.options;
    this.number++;
    this.fd = openSync(path.join(folder, segmentName(this.number)), 'wx', 0o600);
    this.writtenBytes = 0;
    this.write(
      headerChunk({
        version: RECORDING_VERSION,
        ...about,
        incarnation: this.incarnation,
        steps: this.steps,
        originUs: this.options.originUs,
        random: [...this.options.random()],
        snapshot: state !== undefined,
        redacted: redaction !== undefined,
        numbers: [...this.numbers],
      }),
    );
    if (state === undefined) return;
    this.write(chunkOf(v8.serialize(redaction === undefined ? state : redaction.state(state))));
  }

  /** A recording that cannot be written ends; the process goes on. */
  private write(chunk: Buffer): void {
    if (this.fd === undefined) return;
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(this.fd, chunk, at);
      this.writtenBytes += chunk.length;
    } catch (error) {
      this.failed = true;
      this.options.log.error({ error: String(error) }, 'the recording ends: it cannot be written');
    }
  }

  private reserve(bytes: number): void {
    const { length } = this.sheet.bytes;
    if (this.at + bytes <= length) return;
    const larger = new Sheet(Math.max(length * 2, this.at + bytes));
    this.sheet.bytes.copy(larger.bytes, 0, 0, this.at);
    this.sheet = larger;
  }

  private present(): number[] {
    return readdirSync(this.options.folder)
      .map(segmentNumber)
      .filter((number) => number !== undefined)
      .sort((a, b) => a - b);
  }

  private removeOld(): void {
    const { folder, bytesMax } = this.options;
    const numbers = this.present();
    const sizeOf = (number: number): number => statSync(path.join(folder, segmentName(number))).size;
    let bytes = numbers.reduce((sum, number) => sum + sizeOf(number), 0);
    for (const number of numbers) {
      if (bytes <= bytesMax || number === this.number) return;
      bytes -= sizeOf(number);
      rmSync(path.join(folder, segmentName(number)));
    }
  }
}

/** Two processes in one ring would be read as two lives of one. */
function refuseOthers(folder: string, about: RecorderOptions['about']): void {
  const there = lastHeader(folder);
  if (there === undefined) return;
  const { cluster, system, replica } = about;
  if (there.cluster === cluster && there.system === system && there.replica === replica) return;
  throw new HostInputError(
    `${folder} holds a recording of replica ${there.replica} of ${there.system} in cluster "${there.cluster}": record replica ${replica} of ${system} in cluster "${cluster}" somewhere else`,
  );
}
