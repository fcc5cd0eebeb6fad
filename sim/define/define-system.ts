import { harnessSoundness } from '../../invariants/general/harness-soundness.ts';
import { noPanic } from '../../invariants/general/no-panic.ts';
import { linearizability } from '../../invariants/linearizability/invariant.ts';
import type { SequentialModel } from '../../invariants/linearizability/model.ts';
import type { Observer } from '../../invariants/observer.ts';
import type { AnyClient, AnyReplica } from '../kernel/process-resident.ts';
import { rehearsing } from '../run/rehearsal.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { AnyInvariant, Draw, EarlierVersion, System, SystemRun } from '../scenario/system.ts';
import { MESSAGE_MAX, plainText, typedText } from '../words/plain-text.ts';
import { calling, described, describing, givenOperation, givenQuorum, givenText } from './calling.ts';
import { checkDefinition, checkHandlers, checkJudges } from './check-definition.ts';
import type { For, Settings, Setup, SystemDefinition } from './definition.ts';
import { spared } from './hardships.ts';
import { checkedSettings, drawnSettings } from './settings.ts';
import { TimerNames } from './timer-names.ts';

/**
 * A system for the tank: what `simulate` and the commands take, and the default export of a system file.
 * Whatever it is made of, two properties are judged in every run besides its own: no handler throws (I25), and the tank itself
 * delivers only what was sent (I28); and, with a model, linearizability (I17). After the storm: progress (L1), agreement (L2).
 * @throws TypeError when the definition lacks something, in one sentence.
 */
export function defineSystem<
  R extends object,
  C extends object,
  M,
  O,
  const Drawn extends O,
  Expected,
  Result extends Expected,
  S extends Settings = Record<string, never>,
>(definition: SystemDefinition<R, C, M, O, Drawn, Expected, Result, S>): System {
  checkDefinition(definition);
  const { name, summary = '', points = [], probes = [], names } = definition;
  const sizes = sizesOf(definition.replicas);
  const timers = new TimerNames(definition.replica, definition.client);
  return rehearsing({
    name,
    summary,
    points,
    probes,
    ...(definition.earlier === undefined ? {} : { earlier: true }),
    ...(sizes === undefined ? {} : { sizes }),
    quorum: (replicas) => givenQuorum(definition, replicas),
    draw(sequence, drawn) {
      const { clientsMax = drawn.clients, operationsMax = drawn.operations, without = [] } = definition;
      const freeze = definition.freeze !== false && drawn.isolation === 'shared';
      const fitting = {
        ...spared(drawn, without),
        isolation: freeze ? ('frozen' as const) : drawn.isolation,
        replicas:
          sizes === undefined || sizes.includes(drawn.replicas) ? drawn.replicas : sequence.pick(sizes),
        clients: Math.min(clientsMax, drawn.clients),
        operations: Math.min(operationsMax, drawn.operations),
      };
      const settings = drawnSettings(definition, sequence, fitting);
      const scenario = settings === undefined ? fitting : { ...fitting, settings };
      const own = settings ?? ({} as S); // without settings, `S` is empty
      return calling('narrow', () => definition.narrow?.(scenario, own, sequence)) ?? scenario;
    },
    build: (scenario) => timers.seenIn(build(definition, scenario)),
    timerName: (timer, isReplica) => timers.nameOf(timer, isReplica),
    describeMessage: (message) =>
      described('describeMessage', message, () => definition.describeMessage?.(message as M)) ??
      inWords(message), // the network carries only this system's messages
    describeState: describing('describeState', (state) => definition.describeState?.(state as R)), // a replica state of this system
    describeOperation: describing(
      'describeOperation',
      (operation) => definition.describeOperation?.(operation as O), // an operation this definition generated
    ),
    describeResult: describing('describeResult', (result) => definition.describeResult?.(result as Result)), // a result of one of its clients
    ...(definition.describeObservation === undefined
      ? {}
      : {
          describeObservation: (observation) =>
            described('describeObservation', observation, () =>
              definition.describeObservation?.(observation),
            ),
        }),
    ...(definition.about === undefined
      ? {}
      : { about: (thing) => calling('about', () => definition.about?.(thing as M)) }), // a message or an observation
    ...(names?.progress === undefined ? {} : { progress: names.progress }),
    ...(definition.settings?.served === undefined
      ? {}
      : {
          served: (scenario) =>
            calling('settings.served', () => definition.settings?.served?.(scenario)) ?? {},
        }),
    ...(definition.formats === undefined ? {} : { formats: definition.formats }),
    ...(definition.abstraction === undefined
      ? {}
      : {
          abstraction: (tank) => calling('abstraction', () => definition.abstraction?.(tank as never)) ?? 0, // a tank running its own replicas
        }),
    ...(definition.label === undefined
      ? {}
      : { label: (state) => calling('label', () => definition.label?.(state as R)) ?? '' }), // a replica state of this system
  });
}

/** @throws ScenarioError when the settings are not this system's, TypeError when what is made for the run lacks something. */
function build<
  R extends object,
  C extends object,
  M,
  O,
  Drawn extends O,
  Expected,
  Result extends Expected,
  S extends Settings,
>(definition: SystemDefinition<R, C, M, O, Drawn, Expected, Result, S>, scenario: Scenario): SystemRun {
  const settings = checkedSettings(definition, scenario);
  const { replicas, clients, operations } = scenario;
  const setup: Setup<S> = { replicas, clients, operations, settings, scenario };
  const replica = calling('replica', () => made(definition.replica, setup));
  const client = calling('client', () => made(definition.client, setup));
  checkHandlers('replica', replica, definition.name);
  checkHandlers('client', client, definition.name);
  const model = definition.model === undefined ? undefined : made(definition.model, setup);
  const own = (
    definition.invariants === undefined ? [] : made(definition.invariants, setup)
  ) as AnyInvariant[];
  checkJudges(`defineSystem: ${definition.name}`, model, own);
  const promisesLess = definition.promisesLess === undefined ? {} : { leftOut: definition.promisesLess };
  const judged =
    model === undefined
      ? []
      : [{ ...linearizability(model, promisesLess), ...definition.names?.linearizability }];
  const always = [noPanic, harnessSoundness(scenario.faults.misroute !== undefined)] as AnyInvariant[];
  const formatted = definition.formatted === undefined ? undefined : made(definition.formatted, setup);
  return {
    replicas: Array.from({ length: replicas }, () => replica),
    clients: Array.from({ length: clients }, () => client),
    ...(definition.earlier === undefined
      ? {}
      : { earlier: earlierOf(definition.earlier, setup, definition.name) }),
    invariants: [
      ...own,
      ...(judged as readonly AnyInvariant[]),
      ...always.filter(({ id }) => !own.some((invariant) => invariant.id === id)),
    ],
    ...(model === undefined ? {} : { model: model as SequentialModel<unknown, unknown, unknown> }), // the model of its own operations
    promisesLess: (operation) =>
      calling('promisesLess', () => definition.promisesLess?.(operation as O)) ?? false, // an operation this definition generated
    modelled: model !== undefined || own.some(({ id }) => id === 'I17'),
    observers: (definition.observers ?? []) as Observer<object, unknown, unknown, unknown>[], // they see what is built here
    operation: (draw, index, number) =>
      givenOperation(`operation ${number} of client ${replicas + index}`, () =>
        definition.operation(draw as Draw<O>, index, number, setup),
      ),
    diverged: (tank, among) => givenText('diverged', () => definition.diverged?.(tank as never, among)), // a tank running its own replicas
    ...(formatted === undefined ? {} : { formatted: () => formatted }),
    ...(definition.hasRecovered === undefined
      ? {}
      : {
          hasRecovered: (tank, replica) =>
            calling('hasRecovered', () => definition.hasRecovered?.(tank as never, replica)) ?? false, // likewise
        }),
    ...(definition.groups === undefined
      ? {}
      : {
          groups: (tank) => calling('groups', () => definition.groups?.(tank as never, setup)) ?? [], // likewise
        }),
    ...(definition.losable === undefined
      ? {}
      : { losable: calling('losable', () => definition.losable?.(setup)) ?? 0 }),
    ...(definition.accepts === undefined
      ? {}
      : {
          accepts: (message, sender) =>
            calling('accepts', () => definition.accepts?.(message, sender, setup)) ?? true,
        }),
    ...(definition.excuse === undefined
      ? {}
      : {
          excuse: (tank, core) => givenText('excuse', () => definition.excuse?.(tank as never, core)), // likewise
        }),
  };
}

/** @throws TypeError */
function earlierOf<S>(
  earlier: { readonly replica: For<S, AnyReplica>; readonly client?: For<S, AnyClient> },
  setup: Setup<S>,
  name: string,
): EarlierVersion {
  const replica = calling('earlier.replica', () => made(earlier.replica, setup));
  checkHandlers('earlier replica', replica, name);
  if (earlier.client === undefined) return { replica };
  const given = earlier.client;
  const client = calling('earlier.client', () => made(given, setup));
  checkHandlers('earlier client', client, name);
  return { replica, client };
}

const made = <S, Value extends object>(value: For<S, Value>, setup: Setup<S>): Value =>
  typeof value === 'function' ? (value as (setup: Setup<S>) => Value)(setup) : value; // values are objects, never functions

const sizesOf = (replicas: number | readonly number[] | undefined): readonly number[] | undefined =>
  typeof replicas === 'number' ? [replicas] : replicas?.length === 0 ? undefined : replicas;

const inWords = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
    ? typedText({ ...message, type: message.type }, MESSAGE_MAX)
    : plainText(message, MESSAGE_MAX);
