import { plainText } from '../../words/plain-text.ts';
import { type CheckOptions, CheckRun } from '../check-run.ts';
import type { AnyClient, AnyModel, AnyReplica, CheckSystem } from '../model/check-system.ts';
import { CALM, type Configuration } from '../model/configuration.ts';
import type { Property } from '../model/property.ts';
import type { CheckResult } from '../result/result.ts';

/** A test's description of its system; everything else is empty. */
export interface Toy {
  readonly replicas: readonly object[];
  readonly clients?: readonly object[];
  readonly operations?: readonly (readonly unknown[])[];
  readonly model?: unknown;
  readonly properties?: readonly Property[];
  readonly timers?: Readonly<Record<number, string>>;
}

const NOTHING = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {}, invoke() {} };

/** A system whose processes have only the handlers under test. */
export function toySystem({
  replicas,
  clients = [],
  operations = [],
  model,
  properties = [],
  timers,
}: Toy): CheckSystem {
  return {
    name: 'toy',
    summary: 'for a test',
    replicas: replicas.map((each) => ({ ...NOTHING, ...each }) as AnyReplica), // complete together with the empty handlers
    clients: clients.map((each) => ({ ...NOTHING, ...each }) as AnyClient), // complete together with the empty handlers
    operations,
    ...(model === undefined ? {} : { model: model as AnyModel }), // the model of its operations
    properties,
    ...(timers === undefined ? {} : { timers: { replicas: timers, clients: timers } }),
    describeMessage: plainText,
    describeState: plainText,
    describeOperation: plainText,
    describeResult: plainText,
  };
}

/** Checks a toy system to completion. */
export function checkedToy(
  toy: Toy,
  configuration: Partial<Configuration> = {},
  options: CheckOptions = {},
): CheckResult {
  const run = new CheckRun(toySystem(toy), { ...CALM, ...configuration }, options);
  while (run.advance(1 << 10));
  return run.result();
}

/** Verdict on one property. */
export const verdictOf = (result: CheckResult, name: string): string | undefined =>
  result.properties.find((each) => each.name === name)?.verdict;
