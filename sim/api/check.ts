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

/** What to check of a system: how large, what may happen, what must hold. */
export interface CheckOptions extends Partial<Size>, Omit<CheckHints, 'size' | 'configuration'> {
  /** What may happen; nothing goes wrong when absent. */
  readonly configuration?: Partial<Configuration>;
  /** Different states after which to give up. */
  readonly statesMax?: number;
}

/** What a check came to, and whether that is a proof. */
export interface Checked extends CheckResult {
  /** It holds for every schedule of this configuration. */
  readonly holds: boolean;
  /** What broke, or why nothing is proven; undefined when it holds. */
  readonly failure?: string;
}

const PIECE = 1 << 14;

/** Tries every schedule of a small configuration of a system. */
export function check(system: System, options: CheckOptions = {}): Checked {
  const { replicas, clients, operationsOfEach, configuration, statesMax, hints } = sorted(options);
  const template = fromSystem(system, hints);
  const size: Size = {
    replicas: replicas ?? template.size.replicas,
    clients: clients ?? template.size.clients,
    operations: operationsOfEach ?? template.size.operations,
  };
  return withoutNondeterminism(() => {
    const built = template.build(size);
    const limits = statesMax === undefined ? {} : { statesMax };
    const run = new CheckRun(built, { ...template.configuration, ...configuration }, limits);
    while (run.advance(PIECE));
    const result = run.result();
    if (result.verdict === 'holds') return { ...result, holds: true };
    const broken = result.properties.find(({ verdict }) => verdict === 'violated' || verdict === 'not found');
    const failure =
      broken === undefined
        ? `given up after ${result.unique} states: nothing is proven`
        : [`✗ ${broken.name} (${broken.verdict})`, ...storyLines(built, broken, plain)].join('\n');
    return { ...result, holds: false, failure };
  });
}

function sorted({ replicas, clients, operations, configuration, statesMax, ...hints }: CheckOptions) {
  return { replicas, clients, operationsOfEach: operations, configuration, statesMax, hints };
}
