import { processId } from '../../../src/process/ids.ts';
import { Sequence } from '../../chance/streams.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { calmed, drawScenario } from '../../scenario/swarm.ts';
import type { System, SystemRun } from '../../scenario/system.ts';
import type { AnyClient, AnyReplica, CheckSystem, TimerNames } from '../model/check-system.ts';
import { CALM } from '../model/configuration.ts';
import type { CheckTemplate, Size } from '../model/template.ts';
import type { CheckHints, WorkloadSetup } from './hints.ts';

/** Seed of the scenario that provides defaults: settings of the system, and nothing else that matters here. */
const SEED = 'check';
const REPLICAS = 3;

/** Converts a system of the simulator for the checker: the only place that knows both. */
export function fromSystem(system: System, hints: CheckHints = {}): CheckTemplate {
  const { size = {}, configuration = {} } = hints;
  return {
    name: system.name,
    summary: system.summary,
    size: { replicas: fitting(system, REPLICAS), clients: 2, operations: 1, ...size },
    configuration: { ...CALM, ...configuration },
    build: (wanted) => build(system, hints, wanted),
  };
}

/** So many replicas, or as many as the system takes if it does not take that many. */
const fitting = (system: System, replicas: number): number =>
  system.draw(new Sequence(SEED, 'system'), { ...drawScenario(SEED, system), replicas, settings: {} })
    .replicas;

function build(system: System, hints: CheckHints, size: Size): CheckSystem {
  const drawn = drawScenario(SEED, system);
  const { replicas, clients, operations: count, warmUp = 0 } = size;
  const settings = { ...drawn.settings, ...hints.settings };
  const scenario: Scenario = { ...drawn, replicas, clients, operations: count + warmUp, settings };
  const run = system.build(scenario);
  const operations = Array.from({ length: clients }, (_, client) =>
    operationsOf(run, hints, client, count + warmUp, { replicas, settings, warmUp }),
  );
  const built = checkSystemOf(system, hints, scenario, operations);
  return warmUp === 0 ? built : { ...built, warmUp };
}

/** Converts the processes of this scenario for the checker. */
export function checkSystemOf(
  system: System,
  hints: CheckHints,
  scenario: Scenario,
  operations: readonly (readonly unknown[])[],
): CheckSystem {
  const run = system.build(scenario);
  const { model = run.model, properties = [], timers = namesIn(run), timeless, unordered } = hints;
  const formatted = run.formatted?.(processId(0));
  return {
    name: system.name,
    summary: system.summary,
    replicas: run.replicas as readonly AnyReplica[], // processes with any states and messages
    clients: run.clients as readonly AnyClient[], // processes with any states and messages
    operations,
    ...(model === undefined ? {} : { model }),
    isJudged: (operation) => run.promisesLess?.(operation) !== true,
    properties,
    timers,
    ...(timeless === undefined ? {} : { timeless }),
    ...(unordered === undefined ? {} : { unordered }),
    origin: {
      system,
      scenario: calmed(scenario),
      ...(hints.pace === undefined ? {} : { pace: hints.pace }),
    },
    ...(formatted === undefined || formatted.size === 0 ? {} : { formatted }),
    describeMessage: (message) => system.describeMessage(message),
    describeState: (state) => system.describeState(state),
    describeOperation: (operation) => system.describeOperation(operation),
    describeResult: (result) => system.describeResult(result),
  };
}

/** Timer names from the processes. */
const namesIn = ({ replicas, clients }: SystemRun): NonNullable<CheckSystem['timers']> => ({
  replicas: timerNames(replicas[0]),
  clients: timerNames(clients[0]),
});

const timerNames = (
  process: { readonly timers?: Readonly<Record<string, number>> } | undefined,
): TimerNames =>
  Object.fromEntries(Object.entries(process?.timers ?? {}).map(([name, timer]) => [timer, name]));

function operationsOf(
  run: SystemRun,
  hints: CheckHints,
  client: number,
  count: number,
  setup: WorkloadSetup,
): readonly unknown[] {
  if (hints.workload !== undefined) return hints.workload(client, count, setup);
  return Array.from({ length: count }, (_, i) => {
    // A system's workload is drawn; here numbers count operations, so that clients meet at the same keys, and picks differ between
    // clients: two that do one operation each should not both read.
    const draw = {
      below: (bound: number) => (i + 1) % bound,
      pick: (from: readonly unknown[]) => from[(client + i) % from.length],
    };
    return run.operation(draw, client, i + 1);
  });
}
