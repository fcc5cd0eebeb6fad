import type { Enacted } from '../recorded/enact.ts';
import type { MergedRun } from '../recorded/merge.ts';
import { unlikeText } from '../recorded/unlike.ts';
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
  const unjudged = unjudgedParts(run, { unlike }, damage);
  const notes = [
    ...unjudged,
    ...(run.unsent === 0 ? [] : [`${several(run.unsent, 'message')} that no recording has sent`]),
  ];
  return [
    labelled([
      'recorded',
      `${several(run.replicas, 'replica')}, ${several(clients, 'client')}; ${count(steps)} of ${count(run.items.length)} steps in the tank`,
    ]),
    ...notes.map((note) => labelled(['note', paint.warning(note)])),
    ...(clients > 0
      ? []
      : [
          labelled([
            'note',
            'clients recorded nothing: their requests come as recorded, their results are not judged',
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
          paint.bad(`✗ ${violation.title}`),
          `  ${paint.strong(`${violation.invariant} ${violation.name}`)} · ${violation.statement}`,
          `  ${paint.faint(`step ${count(violation.step)} · ${duration(violation.timeUs)}`)}`,
          '',
          ...violation.facts.map((fact) => `  ${fact}`),
          '',
        ]),
  ];
}
