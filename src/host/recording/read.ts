import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { HostInputError } from '../host-input-error.ts';
import { chunksIn, headerIn, type SegmentHeader, segmentNumber } from './segment.ts';
import { type RecordedStep, stepsIn } from './step.ts';

/** One segment of a recording. */
export interface Segment {
  readonly file: string;
  readonly header: SegmentHeader;
  /** A new copy of the state that it begins with; undefined: the process begins. */
  readonly snapshot: () => object | undefined;
  readonly steps: readonly RecordedStep[];
  /** Why its end is missing, if it is. */
  readonly damage: string | undefined;
}

/** A header is smaller: it holds a scenario as JSON. */
const HEAD_BYTES_MAX = 1 << 18;

/** Numbers of the segments in a folder, in order. @throws HostInputError when there are none */
export function segmentFiles(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    throw new HostInputError(`${folder} is no folder that can be read`);
  }
  const files = names.filter((name) => segmentNumber(name) !== undefined).sort();
  if (files.length === 0) throw new HostInputError(`${folder} holds no recording`);
  return files.map((name) => path.join(folder, name));
}

/** Of the recording in a folder, the latest header; undefined when there is none that can be read. */
export function lastHeader(folder: string): SegmentHeader | undefined {
  const names = readdirSync(folder).filter((name) => segmentNumber(name) !== undefined);
  const last = names.sort().at(-1);
  if (last === undefined) return undefined;
  const head = Buffer.alloc(HEAD_BYTES_MAX);
  const fd = openSync(path.join(folder, last), 'r');
  try {
    const [first] = chunksIn(head.subarray(0, readSync(fd, head))).chunks;
    return first === undefined ? undefined : headerIn(first);
  } finally {
    closeSync(fd);
  }
}

/** @throws HostInputError when it is no file that can be read */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new HostInputError(`${file} is no file that can be read`);
  }
}

/** Reads one segment, as far as it is whole. @throws HostInputError when not even its beginning is */
export function readSegment(file: string): Segment {
  const { chunks, damage } = chunksIn(bytesOf(file));
  const [first, ...others] = chunks;
  const header = first === undefined ? undefined : headerIn(first);
  if (header === undefined)
    throw new HostInputError(
      `${file} is no segment of a recording of this version, or its beginning is damaged`,
    );
  const snapshot = header.snapshot ? others.shift() : undefined;
  if (header.snapshot && snapshot === undefined)
    throw new HostInputError(`${file}: the state that it begins with is damaged`);
  const steps: RecordedStep[] = [];
  try {
    for (const chunk of others) for (const step of stepsIn(chunk)) steps.push(step);
  } catch {
    throw new HostInputError(`${file}: its steps cannot be read`);
  }
  return {
    file,
    header,
    snapshot: () => (snapshot === undefined ? undefined : (v8.deserialize(snapshot) as object)), // the recorder wrote it
    steps,
    damage,
  };
}
