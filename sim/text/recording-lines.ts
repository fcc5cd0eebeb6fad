import { count, several } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Result of replaying one replica's recording. */
export interface RecordingLines {
  readonly folder: string;
  readonly replica: number;
  readonly segments: number;
  readonly incarnations: number;
  /** Number of steps that match the recording. */
  readonly steps: number;
  /** Number of matching digests of the whole state among them. */
  readonly states: number;
  /** Number of steps after which bytes were omitted. */
  readonly leftOut: number;
  readonly damage: readonly string[];
  /** Steps that were asked for and did not come. */
  readonly notReached: readonly string[];
  /** Edited code was replayed to the end: of how many steps, and how many of them had the recorded effects. */
  readonly followed: { readonly of: number; readonly sameEffects: number } | undefined;
  readonly difference:
    | {
        readonly step: number;
        readonly what: string;
        readonly file: string;
        readonly input: string;
        readonly state: string;
        readonly error: string | null;
        readonly because: string;
      }
    | undefined;
}

export function recordingLines(told: RecordingLines, paint: Paint): readonly string[] {
  const { replica, steps, states, segments, incarnations, leftOut, damage, difference, followed } = told;
  const where = `${several(segments, 'segment')}, ${several(incarnations, 'start')}`;
  const basis = `${count(steps)} steps in ${where}`;
  const lines =
    difference === undefined
      ? [
          `${damage.length === 0 ? paint.good('✓ replayed') : paint.warning('~ replayed in part')}  replica ${replica}: ${basis}, each as it was recorded · ${several(states, 'digest')} of the whole state`,
        ]
      : [
          ...(followed === undefined
            ? [
                paint.bad(
                  `✗ step ${count(difference.step)} of replica ${replica} is not as it was recorded: ${difference.what}`,
                ),
                labelled(['in', difference.file]),
                labelled(['before', `${basis}, as recorded`]),
              ]
            : [
                paint.warning(
                  `~ followed  replica ${replica}: ${count(steps)} of ${count(followed.of)} steps as they were recorded, ${count(followed.sameEffects)} with the recorded effects; ${where}`,
                ),
                labelled([
                  'first',
                  `step ${count(difference.step)} is not as it was recorded: ${difference.what}`,
                ]),
                labelled(['in', difference.file]),
              ]),
          labelled(['input', difference.input]),
          labelled(['state now', difference.state]),
          ...(difference.error === null ? [] : [labelled(['error', difference.error])]),
          labelled(['because', difference.because]),
        ];
  return [
    ...lines,
    ...(leftOut === 0
      ? []
      : [labelled(['left out', `${count(leftOut)} steps after bytes that were not kept`])]),
    ...told.notReached.map((each) => labelled(['note', paint.warning(each)])),
    ...damage.map((each) => labelled(['damaged', paint.warning(each)])),
  ];
}
