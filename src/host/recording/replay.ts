import { decode } from '../../process/codec.ts';
import { digestOf } from '../../process/digest.ts';
import type { Disk } from '../../process/disk.ts';
import { EventKind } from '../../process/event-kind.ts';
import { type ProcessId, processId } from '../../process/ids.ts';
import type { Observation } from '../../process/process.ts';
import { type AnyProcess, HostedProcess } from '../hosted.ts';
import type { Fate, Hosting } from '../hosting.ts';
import { HostRandom } from '../random.ts';
import { type Glance, glanceAt } from './glance.ts';
import type { Segment } from './read.ts';
import type { RecordedStep } from './step.ts';

/** What goes out of a process while it is replayed. */
export interface ReplayListener {
  sent?(to: ProcessId, encoded: Uint8Array): void;
  /** Takes the disk requests; what came of them is recorded. */
  readonly disk?: Disk;
  observed?(observation: Observation): void;
  before?(step: RecordedStep, number: number, process: HostedProcess): void;
  after?(step: RecordedStep, number: number, process: HostedProcess): void;
  /** Called at the first difference, with the process as it is then. */
  differs?(difference: Difference, process: HostedProcess): void;
}

/** The first step that is not as it was recorded. */
export interface Difference {
  /** Within its incarnation, from 1. */
  readonly step: number;
  readonly what: 'effects' | 'state' | 'top of the state' | 'end';
  readonly recorded: RecordedStep;
  /** How the process ended itself, if that is the difference. */
  readonly fate: Fate | undefined;
}

export interface SegmentReplay {
  /** Steps that were done again and are as they were. */
  readonly steps: number;
  /** Steps that had the recorded effects, whatever their states. */
  readonly sameEffects: number;
  readonly difference: Difference | undefined;
  /** Steps whose bytes were left out: the rest of the segment cannot be done again. */
  readonly leftOut: number;
  /** The process as it is at the end. */
  readonly process: HostedProcess;
}

const NO_DISK: Disk = { read() {}, write() {}, sync() {} };

/** Does the steps of a segment again, by this code, and compares each with what was recorded. With `goOn` also after a difference. */
export function replaySegment(
  code: AnyProcess,
  segment: Segment,
  listener: ReplayListener = {},
  goOn = false,
): SegmentReplay {
  const { header } = segment;
  const clock = new RecordedClock();
  const hosting: Hosting = {
    clock,
    random: new HostRandom(header.random),
    disk: listener.disk ?? NO_DISK,
    witness: clock,
    send: (to, encoded) => listener.sent?.(to, encoded),
    setTimer() {},
    cancelTimer() {},
    observe: (observation) => listener.observed?.(observation),
    ended() {},
  };
  const process = new HostedProcess(
    code,
    processId(header.replica),
    header.replicas,
    hosting,
    segment.snapshot(),
  );
  const glance = glanceAt(header.numbers);
  let steps = 0;
  let sameEffects = 0;
  let difference: Difference | undefined;
  for (const [index, step] of segment.steps.entries()) {
    if (step.opaque)
      return { steps, sameEffects, difference, leftOut: segment.steps.length - index, process };
    const number = header.steps + index + 1;
    listener.before?.(step, number, process);
    clock.at(step);
    give(process, step);
    const what = differs(step, number, process, clock.effects, header.redacted ? undefined : glance);
    listener.after?.(step, number, process);
    if (what === undefined) steps++;
    else if (difference === undefined) {
      difference = { step: number, what, recorded: step, fate: process.fate };
      listener.differs?.(difference, process);
    }
    if (what !== 'effects' && what !== 'end') sameEffects++;
    if ((difference !== undefined && !goOn) || process.fate !== undefined) break;
  }
  return { steps, sameEffects, difference, leftOut: 0, process };
}

/** Shows the time that a step was taken at, and hears the digest of its effects. */
class RecordedClock {
  effects = 0;
  private step: RecordedStep | undefined;

  at(step: RecordedStep): void {
    this.step = step;
  }

  nowUs(): number {
    return this.step?.nowUs ?? 0;
  }

  wallUs(): number {
    return this.step?.wallUs ?? 0;
  }

  input(): void {}

  done(effects: number): void {
    this.effects = effects;
  }
}

function give(process: HostedProcess, { kind, a, encoded, completion }: RecordedStep): void {
  switch (kind) {
    case EventKind.start:
      process.start();
      break;
    case EventKind.message:
      if (encoded !== undefined) process.message(processId(a), decode(encoded), encoded);
      break;
    case EventKind.timer:
      process.timer(a);
      break;
    case EventKind.disk:
      if (completion !== undefined) process.completion(completion);
      break;
    case EventKind.invoke:
      if (encoded !== undefined) process.invoke(encoded);
      break;
    case EventKind.wake:
    case EventKind.fault:
      break; // processes on hosts are given none
    default:
      kind satisfies never;
  }
}

/** With values redacted a state may hold other hashes of them: then only what the process did is compared. */
function differs(
  step: RecordedStep,
  number: number,
  process: HostedProcess,
  effects: number,
  glance: Glance | undefined,
): Difference['what'] | undefined {
  if (effects !== step.effects) return process.fate?.type === 'threw' ? 'end' : 'effects';
  if (glance === undefined) return undefined;
  if (glance(process.state, number) !== step.glance) return 'top of the state';
  if (step.state !== '' && digestOf(process.state) !== step.state) return 'state';
  return undefined;
}
