import type { Enacted } from '../recorded/enact.ts';
import type { MergedRun } from '../recorded/merge.ts';
import { unlikeText, unsentText } from '../recorded/unlike.ts';
import { count, duration, several } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Parts of a recorded run that were not judged; without any, no violation means that it passes. */
export const unjudgedParts = (
  { logs }: MergedRun,
  { unlike }: Pick<Enacted, 'unlike'>,
  damage: readonly string[],
): readonly string[] => [
  ...damage,
  ...logs.flatMap(({ missing }) => (missing === undefined ? [] : [missing])),
  ...(unlike === undefined ? [] : [unlikeText(unlike)]),
];

/** How a recorded run went in the tank: what was judged, what broke, and how far the tank followed. */
export function mergedLines(
  run: MergedRun,
  { violation, steps, unlike }: Enacted,
  damage: readonly string[],
  paint: Paint,
): readonly string[] {
  const clients = run.logs.length - run.replicas;
  const wholly = unlike === undefined;
  const unjudged = unjudgedParts(run, { unlike }, damage);
  const notes = [...unjudged, ...(run.unsent === 0 ? [] : [unsentText(run.unsent)])];
  return [
    labelled([
      'recorded',
      `${several(run.replicas, 'replica')}, ${several(clients, 'client')}; ${count(steps)} of ${count(run.items.length)} steps in the tank`,
    ]),
    ...notes.map((note) => labelled(['note', paint.warning(note)])),
    ...(run.strangers
      ? [
          labelled([
            'note',
            'messages of clients that recorded nothing come as they were received; the results of these clients are not judged',
          ]),
        ]
      : []),
    ...(wholly
      ? []
      : [
          labelled([
            'judged',
            paint.warning(
              `the first ${several(unlike.before, 'step')}: from there on it is not the recorded run`,
            ),
          ]),
        ]),
    ...(violation === undefined
      ? [
          labelled([
            'invariants',
            unjudged.length === 0 ? paint.good('all held') : paint.warning('all held in what was judged'),
          ]),
        ]
      : [
          '',
          wholly ? paint.bad(`✗ ${violation.title}`) : paint.warning(`not judged: ${violation.title}`),
          `  ${paint.strong(`${violation.invariant} ${violation.name}`)} · ${violation.statement}`,
          `  ${paint.faint(`step ${count(violation.step)} · ${duration(violation.timeUs)}`)}`,
          '',
          ...violation.facts.map((fact) => `  ${fact}`),
          '',
        ]),
  ];
}
