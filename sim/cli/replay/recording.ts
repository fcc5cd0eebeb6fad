import type { Segment } from '../../../src/host/recording/read.ts';
import { type Difference, type ReplayListener, replaySegment } from '../../../src/host/recording/replay.ts';
import type { RecordedStep } from '../../../src/host/recording/step.ts';
import { decode } from '../../../src/process/codec.ts';
import { EventKind } from '../../../src/process/event-kind.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { codeIn, recordedCode, recordingsIn, segmentsIn, servingIn } from '../../served/recorded.ts';
import type { Serving } from '../../served/serving.ts';
import type { Registry } from '../../systems/registry.ts';
import { text } from '../../text/layout.ts';
import { type RecordingLines, recordingLines } from '../../text/recording-lines.ts';
import { duration } from '../../words/units.ts';
import { escapedText } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { recordedWith } from '../shared/recorded-with.ts';
import { systemsFor } from '../shared/served-options.ts';

export interface RecordingOptions {
  readonly recording: string;
  readonly replica?: string;
  readonly from?: string;
  readonly break?: string;
  readonly guided?: true;
  readonly json?: true;
  readonly system?: string;
}

/** Replays recordings of replicas, and reports how far the replay matches them. @throws BadInput */
export async function replayRecording(
  options: RecordingOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  if (options.from !== undefined && options.json === true)
    throw new BadInput('--from prints steps, and --json one object: leave one of them out');
  const replica = options.replica === undefined ? undefined : parseInteger('--replica', options.replica, 0);
  const known = await recordedWith(options.system, registry);
  const told: RecordingLines[] = [];
  for (const folder of recordingsIn(options.recording, replica))
    told.push(await replayFolder(folder, options, io, known));
  const different = told.some(({ difference }) => difference !== undefined);
  if (options.json === true) io.out(`${JSON.stringify({ same: !different, replicas: told })}\n`);
  else io.out(text(told.flatMap((each) => recordingLines(each, io.paint))));
  // Edited code may differ.
  if (different && options.guided !== true) return ExitCode.nondeterminism;
  return told.some(({ damage }) => damage.length > 0) ? ExitCode.budget : ExitCode.clean;
}

async function replayFolder(
  folder: string,
  options: RecordingOptions,
  io: Io,
  registry: Registry,
): Promise<RecordingLines> {
  const progress = new Progress(io, options.json !== true);
  const told = {
    folder,
    replica: -1,
    segments: 0,
    incarnations: 0,
    steps: 0,
    states: 0,
    leftOut: 0,
    damage: [] as string[],
    notReached: [] as string[],
    followed: options.guided === true ? { of: 0, sameEffects: 0 } : undefined,
  };
  let difference: RecordingLines['difference'];
  const incarnations = new Set<string>();
  const wanted = stepsWanted(options);
  let last = 0;
  let serving: Serving | undefined;
  for (const segment of segmentsIn(folder)) {
    serving ??= await servingIn(segment, systemsFor(registry, options.guided === true));
    told.replica = segment.header.replica;
    told.segments++;
    incarnations.add(segment.header.incarnation);
    told.incarnations = incarnations.size;
    const known = serving;
    const listener: ReplayListener = {
      before(step, number) {
        last = Math.max(last, number);
        if (number >= wanted.from) io.out(stepLine(step, number, known));
        // biome-ignore lint/suspicious/noDebugger: this implements --break
        if (number === wanted.break) debugger; // The step of this replica comes now: go on into its handler.
        void segment.header.replica;
      },
      differs(found, { state }) {
        difference ??= differenceText(found, segment, known, describe(known, state));
      },
    };
    const done = replaySegment(codeIn(segment, serving), segment, listener, options.guided);
    told.steps += done.steps;
    if (told.followed !== undefined) {
      told.followed.of += segment.steps.length - done.leftOut;
      told.followed.sameEffects += done.sameEffects;
    }
    told.leftOut += done.leftOut;
    told.states += segment.steps.slice(0, done.steps).filter(({ state }) => state !== '').length;
    progress.show(() => `${folder}: ${told.steps} steps`);
    if (segment.damage !== undefined)
      told.damage.push(`${segment.file}: ${segment.damage}; replayed up to there`);
    if (done.difference !== undefined && options.guided !== true) break;
  }
  progress.erase();
  for (const name of ['from', 'break'] as const)
    if (options[name] !== undefined && wanted[name] > last)
      told.notReached.push(`--${name} ${options[name]}: the replay ended with step ${last}`);
  return { ...told, difference };
}

function differenceText(
  { step, what, recorded, fate }: Difference,
  segment: Segment,
  serving: Serving,
  now: string,
): NonNullable<RecordingLines['difference']> {
  return {
    step,
    what,
    file: segment.file,
    input: escapedText(inputText(recorded, serving)),
    state: escapedText(now),
    error: fate?.type === 'threw' ? escapedText(String(fate.error)) : null,
    because: becauseOf(segment, serving),
  };
}

/** Why a step may differ, as far as the recording tells. */
function becauseOf({ header }: Segment, serving: Serving): string {
  const { program, code } = recordedCode(serving);
  if (header.code !== code)
    return header.code === undefined
      ? 'the code may have changed: the recording does not say which code it is of'
      : `the code is another one: ${serving.system.name}, or a file that it imports, is not as it was when it was recorded`;
  return header.program === program
    ? 'the code seems to be the recorded one: it depends on something besides its input and its state (a clock, a random number, a variable outside the state)'
    : `the code may have changed: recorded by ${escapedText(header.program)}, replayed by ${program}`;
}

/** Steps that are to be printed, and the one to break at; infinite: none. */
function stepsWanted(options: RecordingOptions): { readonly from: number; readonly break: number } {
  const numberOf = (name: 'from' | 'break'): number =>
    options[name] === undefined ? Number.POSITIVE_INFINITY : parseInteger(`--${name}`, options[name], 1);
  return { from: numberOf('from'), break: numberOf('break') };
}

const stepLine = (step: RecordedStep, number: number, serving: Serving): string =>
  `${String(number).padStart(9)} ${duration(step.nowUs).padStart(10)}  ${escapedText(inputText(step, serving))}\n`;

function inputText({ kind, a, encoded, completion }: RecordedStep, { system }: Serving): string {
  switch (kind) {
    case EventKind.start:
      return 'starts';
    case EventKind.message:
      return `from ${a}: ${encoded === undefined ? '' : messageText(encoded, system)}`;
    case EventKind.timer:
      return `timer ${a}`;
    case EventKind.disk:
      return `disk: ${completion?.op ?? ''} ${completion?.token ?? ''} ${completion?.error ?? 'done'}`;
    case EventKind.invoke:
    case EventKind.wake:
    case EventKind.fault:
      return 'nothing';
    default:
      return kind satisfies never;
  }
}

function messageText(encoded: Uint8Array, { describeMessage }: Serving['system']): string {
  try {
    return describeMessage(decode(encoded));
  } catch {
    return 'a message that cannot be told';
  }
}

function describe({ system }: Serving, state: object): string {
  try {
    return system.describeState(state);
  } catch {
    return 'a state that cannot be told';
  }
}
