import type { DiskCompletion } from '../../process/disk.ts';
import { EventKind } from '../../process/event-kind.ts';

/** One recorded input, and what came of it. */
export interface RecordedStep {
  readonly kind: EventKind;
  /** The sender of a message, or the number of a timer. */
  readonly a: number;
  readonly nowUs: number;
  readonly wallUs: number;
  /** Of a message, or an operation that a client is given: its bytes. */
  readonly encoded: Uint8Array | undefined;
  /** Of a disk request. */
  readonly completion: DiskCompletion | undefined;
  /** Bytes were left out, as they may hold values: the step cannot be done again. */
  readonly opaque: boolean;
  /** Digests of the effects, and of the top of the state afterwards. */
  readonly effects: number;
  readonly glance: number;
  /** Digest of the whole state afterwards; empty when it was not made. */
  readonly state: string;
}

const OPS = ['read', 'write', 'sync'] as const;
const ERRORS = [null, 'io', 'full'] as const;
const OPAQUE = 0x80;
const STATE_CHARS = 16;

/** Fixed bytes of a step before its contents, and after them. */
const HEAD_BYTES = 1 + 4 + 8 + 8 + 4;
const TAIL_BYTES = 4 + 4 + 1;
export const STEP_BYTES_MAX = HEAD_BYTES + TAIL_BYTES + 10 + STATE_CHARS;

/** Where steps are written to. */
export class Sheet {
  readonly bytes: Buffer;
  /** Writes numbers without checking their types: a buffer does so for each. */
  readonly view: DataView;

  constructor(sizeBytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(sizeBytes);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, sizeBytes);
  }
}

/** Writes the input of a step at `at`; returns where it ends. There must be room. */
export function putInput(
  sheet: Sheet,
  at: number,
  kind: EventKind,
  a: number,
  nowUs: number,
  wallUs: number,
  input: Uint8Array | DiskCompletion | undefined,
  opaque: boolean,
): number {
  const { view } = sheet;
  view.setUint8(at, opaque ? kind | OPAQUE : kind);
  view.setUint32(at + 1, a, true);
  view.setFloat64(at + 5, nowUs, true);
  view.setFloat64(at + 13, wallUs, true);
  const from = at + HEAD_BYTES;
  const end = input === undefined ? from : putContents(sheet, from, input, opaque);
  view.setUint32(at + 21, end - from, true);
  return end;
}

function putContents(
  { bytes, view }: Sheet,
  at: number,
  input: Uint8Array | DiskCompletion,
  opaque: boolean,
): number {
  if (input instanceof Uint8Array) {
    if (opaque) return at;
    bytes.set(input, at);
    return at + input.length;
  }
  view.setUint8(at, OPS.indexOf(input.op) * 4 + ERRORS.indexOf(input.error));
  view.setFloat64(at + 1, input.token, true);
  view.setUint8(at + 9, input.bytes === null ? 0 : 1);
  if (input.bytes === null || opaque) return at + 10;
  bytes.set(input.bytes, at + 10);
  return at + 10 + input.bytes.length;
}

/** Writes what came of it. `state` is empty or a digest of 16 digits. */
export function putOutcome(
  { bytes, view }: Sheet,
  at: number,
  effects: number,
  top: number,
  state: string,
): number {
  view.setUint32(at, effects, true);
  view.setUint32(at + 4, top, true);
  const end = at + TAIL_BYTES;
  view.setUint8(at + 8, state === '' ? 0 : 1);
  return state === '' ? end : end + bytes.write(state, end, 'latin1');
}

/** The steps in a chunk. @throws RangeError when they are none */
export function stepsIn(chunk: Buffer): RecordedStep[] {
  const steps: RecordedStep[] = [];
  for (let at = 0; at < chunk.length; ) {
    const tag = chunk.readUInt8(at);
    const kind = kindOf(tag & ~OPAQUE);
    const opaque = (tag & OPAQUE) !== 0;
    const from = at + HEAD_BYTES;
    const end = from + chunk.readUInt32LE(at + 21);
    const contents = chunk.subarray(from, end);
    const hasState = chunk.readUInt8(end + 8) === 1;
    steps.push({
      kind,
      a: chunk.readUInt32LE(at + 1),
      nowUs: chunk.readDoubleLE(at + 5),
      wallUs: chunk.readDoubleLE(at + 13),
      encoded: kind === EventKind.message || kind === EventKind.invoke ? contents : undefined,
      completion: kind === EventKind.disk ? completionIn(contents) : undefined,
      opaque,
      effects: chunk.readUInt32LE(end),
      glance: chunk.readUInt32LE(end + 4),
      state: hasState ? chunk.toString('latin1', end + TAIL_BYTES, end + TAIL_BYTES + STATE_CHARS) : '',
    });
    at = end + TAIL_BYTES + (hasState ? STATE_CHARS : 0);
  }
  return steps;
}

function kindOf(tag: number): EventKind {
  for (const kind of Object.values(EventKind)) if (kind === tag) return kind;
  throw new RangeError(`there is no step of kind ${tag}`);
}

function completionIn(contents: Buffer): DiskCompletion {
  const tag = contents.readUInt8(0);
  const op = OPS[tag >> 2];
  const error = ERRORS[tag & 3];
  if (op === undefined || error === undefined) throw new RangeError('there is no such disk request');
  const has = contents.readUInt8(9) === 1;
  return {
    op,
    error,
    token: contents.readDoubleLE(1),
    bytes: has ? Uint8Array.from(contents.subarray(10)) : null,
  };
}
