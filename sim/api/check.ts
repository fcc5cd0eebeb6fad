import { CheckRun } from '../check/check-run.ts';
import type { Configuration } from '../check/model/configuration.ts';
import type { Size } from '../check/model/template.ts';
import type { CheckResult } from '../check/result/result.ts';
import { fromSystem } from '../check/systems/from-system.ts';
import type { CheckHints } from '../check/systems/hints.ts';
import { withoutNondeterminism } from '../kernel/guard.ts';
import type { System } from '../scenario/system.ts';
import { storyLines } from '../text/check-story.ts';
import { plain } from '../text/paint.ts';

/** Bounds of a check: size, possible events, properties. */
export interface CheckOptions extends Partial<Size>, Omit<CheckHints, 'size' | 'configuration'> {
  /** Events that may happen; no faults when absent. */
  readonly configuration?: Partial<Configuration>;
  /** Number of distinct states after which the check gives up. */
  readonly statesMax?: number;
}

/** Result of a check, and whether it is a proof. */
export interface Checked extends CheckResult {
  /** Every property holds for every schedule of this configuration. */
  readonly holds: boolean;
  /** The violation, or why the check is no proof; undefined when everything holds. */
  readonly failure?: string;
}

const PIECE = 1 << 14;

/** Tries every schedule of a small configuration of a system. */
export function check(system: System, options: CheckOptions = {}): Checked {
  const {
    replicas,
    clients,
    operationsOfEach,
    warmUp = 0,
    configuration,
    statesMax,
    hints,
  } = sorted(options);
  const template = fromSystem(system, hints);
  const size: Size = {
    replicas: replicas ?? template.size.replicas,
    clients: clients ?? template.size.clients,
    operations: operationsOfEach ?? template.size.operations,
    warmUp,
  };
  return withoutNondeterminism(() => {
    const built = template.build(size);
    const limits = statesMax === undefined ? {} : { statesMax };
    const run = new CheckRun(built, { ...template.configuration, ...configuration }, limits);
    while (run.advance(PIECE));
    const result = run.result();
    if (result.verdict === 'holds') return { ...result, holds: true };
    const broken = result.properties.find(({ verdict }) => verdict === 'violated' || verdict === 'not found');
    const unproven =
      result.verdict === 'vacuous'
        ? 'no operation ended in any schedule, so no answer was judged: let something happen, such as a timer'
        : `given up after ${result.unique} states: nothing is proven`;
    const failure =
      broken === undefined
        ? unproven
        : [`✗ ${broken.name} (${broken.verdict})`, ...storyLines(built, broken, plain)].join('\n');
    return { ...result, holds: false, failure };
  });
}

function sorted({ replicas, clients, operations, warmUp, configuration, statesMax, ...hints }: CheckOptions) {
  return { replicas, clients, operationsOfEach: operations, warmUp, configuration, statesMax, hints };
}
