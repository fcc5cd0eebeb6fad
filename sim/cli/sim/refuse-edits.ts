import type { Meaning } from '../../chance/site.ts';
import { faultClasses } from '../../faults/registry.ts';
import { BadInput } from '../../input/bad-input.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { RunJob } from '../shared/run-job.ts';

/** Decisions that occur only later in a run. */
const LATER = [
  'core-order',
  'downtime',
  'operation-draw',
  'outsider',
  'priority',
  'priority-change',
  'process',
];

/** Decisions whose values may be negative. */
const SIGNED = ['clock-jump', 'drift', 'offset'];

/** Rejects decisions that no run has, as misspelt, and values that a decision never has. @throws BadInput */
export function refuseWrongEdits({ system, forced, edits }: RunJob, scenario: Scenario): void {
  if (forced.length === 0) return;
  const meanings = new Map<string, Meaning>([
    ...faultClasses().flatMap(({ sites }) =>
      Object.entries(sites).map(([name, [, meaning]]) => [name, meaning] as const),
    ),
    ...Simulation.create(system, scenario).storm.decisions.known.map(
      ({ name, meaning }) => [name, meaning] as const,
    ),
  ]);
  for (const name of forced) {
    const kind = name.split(' ', 1)[0] ?? name;
    const meaning = meanings.get(kind);
    if (meaning === undefined && !LATER.includes(kind))
      throw new BadInput(
        `--edit "${name}": there are no decisions called ${kind}; there are ${[...new Set([...meanings.keys(), ...LATER])].sort().join(', ')}`,
      );
    refuseValue(`--edit "${name}=${edits[name]}"`, kind, meaning, edits[name] ?? 0);
  }
}

function refuseValue(edit: string, kind: string, meaning: Meaning | undefined, value: number): void {
  if (SIGNED.includes(kind)) return;
  if ((meaning === 'fault' || meaning === 'operation') && value !== 0 && value !== 1)
    throw new BadInput(`${edit}: ${kind} happens or it does not, so its value is 1 or 0`);
  if (value < 0) throw new BadInput(`${edit}: no value of ${kind} is below 0`);
}
