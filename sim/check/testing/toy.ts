import { plainText } from '../../words/plain-text.ts';
import { type CheckOptions, CheckRun } from '../check-run.ts';
import type { AnyClient, AnyModel, AnyReplica, CheckSystem } from '../model/check-system.ts';
import { CALM, type Configuration } from '../model/configuration.ts';
import type { Property } from '../model/property.ts';
import type { CheckResult } from '../result/result.ts';

/** What a test says of its system; everything else is empty. */
export interface Toy {
  readonly replicas: readonly object[];
  readonly clients?: readonly object[];
  readonly operations?: readonly (readonly unknown[])[];
  readonly model?: unknown;
  readonly properties?: readonly Property[];
  readonly timers?: Readonly<Record<number, string>>;
}

const NOTHING = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {}, invoke() {} };

/** A system of processes that have only the handlers which the test is about. */
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
    replicas: replicas.map((each) => ({ ...NOTHING, ...each }) as AnyReplica), // with the handlers of nothing it is one
    clients: clients.map((each) => ({ ...NOTHING, ...each }) as AnyClient), // likewise
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

/** Checks a toy to the end. */
export function checkedToy(
  toy: Toy,
  configuration: Partial<Configuration> = {},
  options: CheckOptions = {},
): CheckResult {
  const run = new CheckRun(toySystem(toy), { ...CALM, ...configuration }, options);
  while (run.advance(1 << 10));
  return run.result();
}

/** How one property was judged. */
export const verdictOf = (result: CheckResult, name: string): string | undefined =>
  result.properties.find((each) => each.name === name)?.verdict;
