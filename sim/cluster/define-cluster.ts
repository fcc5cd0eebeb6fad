import { noPanic } from '../../invariants/general/no-panic.ts';
import { linearizability } from '../../invariants/linearizability/invariant.ts';
import type { Sequence } from '../chance/streams.ts';
import { calling, describing, givenOperation, givenQuorum, givenText } from '../define/calling.ts';
import { spared } from '../define/hardships.ts';
import { PROGRAM_POINTS } from '../node/ports.ts';
import { ClientResident } from '../node/resident/client-resident.ts';
import { Crew } from '../node/resident/crew.ts';
import { asDefinition } from '../node/task/current.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { without } from '../scenario/swarm.ts';
import type { AnyInvariant, Draw, System, SystemRun } from '../scenario/system.ts';
import { checkCluster } from './check.ts';
import { codeDigest } from './code-digest.ts';
import type { ClusterDefinition } from './definition.ts';
import { invariantOf, withoutMachine } from './invariant.ts';
import { clientCode, countsOf, filesOf, hasEarlier, nodesOf } from './nodes.ts';
import { drawSettings, weatherOf } from './settings.ts';
import { observationText, observationWeight, packetText } from './words.ts';

/** Faults that mean nothing to programs: TCP treats damage as loss, and no network delivers to the wrong address. */
const MEANINGLESS = ['damage'];
/** TCP retransmission backs off exponentially: after a long partition the next attempt may be 30 s away. */
const LIVENESS_US = 90_000_000;
const NODES_MAX = 7;

/**
 * Defines a cluster of unmodified Node programs for the tank, the counterpart of `defineSystem`: the default export of a file for
 * `--system`. Every run is checked for linearizability (I17) if there is a model, the definition's invariants, progress (L1) and
 * agreement (L2) after the storm.
 * @throws TypeError with a one-sentence message when the definition is incomplete.
 */
export function defineCluster<O, Expected, Result extends Expected>(
  definition: ClusterDefinition<O, Expected, Result>,
): System {
  checkCluster(definition);
  const { name, summary = '' } = definition;
  return {
    name,
    summary,
    noun: 'node',
    code: () => codeDigest(filesOf(definition)),
    points: PROGRAM_POINTS,
    ...(hasEarlier(definition.nodes) ? { earlier: true } : {}),
    probes: ['power-loss', 'process-kill'],
    quorum: (nodes) => givenQuorum(definition, nodes),
    draw: (sequence, drawn) => draw(definition, sequence, drawn),
    build: (scenario) => build(definition, scenario),
    describeMessage: packetText,
    describeState: (state) => stateText(state),
    describeObservation: observationText,
    observationWeight,
    describeOperation: describing(
      'describeOperation',
      (operation) => definition.describeOperation?.(operation as O), // an operation this definition generated
    ),
    describeResult: describing('describeResult', (result) => definition.describeResult?.(result as Result)), // a result of one of its clients
  };
}

function draw<O, Expected, Result extends Expected>(
  definition: ClusterDefinition<O, Expected, Result>,
  sequence: Sequence,
  drawn: Scenario,
): Scenario {
  const { clientsMax = 5, operationsMax = 30, without: hardships = [] } = definition;
  const sizes = countsOf(definition.nodes);
  const fitting: Scenario = {
    ...without(spared(drawn, ['misrouting', ...hardships]), ...MEANINGLESS),
    isolation: 'shared',
    replicas: sizes.includes(drawn.replicas) ? drawn.replicas : sequence.pick(sizes),
    clients: Math.min(clientsMax, drawn.clients),
    operations: Math.min(operationsMax, drawn.operations),
    livenessUs: LIVENESS_US,
    settings: drawSettings(definition, sequence),
  };
  const losing = losingUnsynced(fitting, sequence);
  return calling('narrow', () => definition.narrow?.(losing, sequence)) ?? losing;
}

/** The named points of programs are about what is not durable yet: a crash there shows little where all of it survives. */
function losingUnsynced(scenario: Scenario, sequence: Sequence): Scenario {
  const { faults } = scenario;
  if (faults['point-crash'] === undefined && faults.aim === undefined) return scenario;
  if (faults.unsynced !== undefined) return scenario;
  return {
    ...scenario,
    faults: { ...faults, unsynced: { lostPpm: sequence.pick([500_000, 1_000_000]), tornPpm: 0 } },
  };
}

function build<O, Expected, Result extends Expected>(
  definition: ClusterDefinition<O, Expected, Result>,
  scenario: Scenario,
): SystemRun {
  const { model, promisesLess, timeoutMs = 10_000, clientEnv } = definition;
  const nodes = nodesOf(definition.nodes, Math.min(NODES_MAX, scenario.replicas));
  const names = nodes.map(({ name }) => name);
  const code = clientCode(definition.client);
  const clients = Array.from(
    { length: scenario.clients },
    (_, client) =>
      new ClientResident({
        name: `client${client}`,
        client,
        nodes: names,
        code,
        timeoutUs: timeoutMs * 1_000,
        ...(clientEnv === undefined ? {} : { env: clientEnv }),
      }),
  );
  const crew = new Crew(
    [...nodes.map(({ resident }) => resident), ...clients],
    nodes.length,
    weatherOf(scenario),
  );
  const judged =
    model === undefined
      ? []
      : [withoutMachine(linearizability(model, promisesLess === undefined ? {} : { leftOut: promisesLess }))];
  return {
    programs: crew,
    replicas: [],
    clients: [],
    invariants: [
      ...(definition.invariants ?? []).map((invariant, at) => invariantOf(invariant, at, () => crew.nodes)),
      ...judged,
      noPanic,
    ] as AnyInvariant[], // invariants over node views: program state is not visible
    modelled: model !== undefined || (definition.invariants ?? []).length > 0,
    operation: (from, client, index) =>
      givenOperation(`operation ${index} of client ${client}`, () =>
        asDefinition(() => definition.operation(from as Draw<O>, client, index)),
      ),
    diverged: (_, among) =>
      givenText('unsettled', () =>
        asDefinition(() =>
          definition.unsettled?.(crew.nodes.filter((__, at) => among.some((one) => one === at))),
        ),
      ),
  };
}

function stateText(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('lines' in state)) return 'down';
  const { lines } = state as { readonly lines: readonly { readonly text: string }[] }; // the state of a node is a NodeView
  const last = lines.at(-1);
  return last === undefined ? 'up, and has said nothing' : `up, last said: ${last.text.slice(0, 100)}`;
}
