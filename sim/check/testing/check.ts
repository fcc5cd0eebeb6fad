import { type CheckOptions, CheckRun } from '../check-run.ts';
import type { Configuration } from '../model/configuration.ts';
import type { CheckTemplate, Size } from '../model/template.ts';
import type { CheckResult } from '../result/result.ts';

/** Runs a check to completion, for tests. */
export function checked(
  template: CheckTemplate,
  size: Partial<Size> = {},
  configuration: Partial<Configuration> = {},
  options: CheckOptions = {},
): CheckResult {
  const system = template.build({ ...template.size, ...size });
  const run = new CheckRun(system, { ...template.configuration, ...configuration }, options);
  while (run.advance(1 << 14));
  return run.result();
}

/** `generated/unique/depth`. */
export const counts = ({ generated, unique, depth }: CheckResult): string =>
  `${generated}/${unique}/${depth}`;

/** Number of steps to the finding for this property; undefined if there is none. */
export const stepsTo = (result: CheckResult, property: string): number | undefined =>
  result.properties.find(({ name }) => name === property)?.path?.steps.length;
