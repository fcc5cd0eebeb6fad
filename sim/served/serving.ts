import type { Served } from '../../src/host/served.ts';
import { processId } from '../../src/process/ids.ts';
import { Sequence } from '../chance/streams.ts';
import type { AnyClient } from '../kernel/process-resident.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System, SystemRun } from '../scenario/system.ts';
import { inFileOf } from '../systems/registry.ts';

/** Seed of settings for systems that define none for real machines. */
const SEED = 'served';

/** Delay of a good network, from which settings are derived. */
const DELAY_US = 500;

/** A group of real machines, as a scenario to set up a system. */
export function servedScenario(system: System, replicas: number): Scenario {
  const calm = calmed(drawScenario(SEED, system));
  const scenario = {
    ...calm,
    replicas,
    network: { ...calm.network, delayMinUs: DELAY_US },
    isolation: 'shared' as const,
  };
  const { settings } = system.draw(new Sequence(SEED, 'system'), scenario);
  return { ...scenario, settings: system.served?.({ ...scenario, settings }) ?? settings };
}

/** A system set up for real machines. */
export interface Serving {
  readonly system: System;
  readonly scenario: Scenario;
  readonly run: SystemRun;
  readonly served: Served;
  readonly client: AnyClient;
}

/** @throws ScenarioError if the settings do not fit this system; TypeError if it has no such replica. */
export function servingOf(system: System, scenario: Scenario, self = 0): Serving {
  const run = system.build(scenario);
  // A replica that joins later has a higher number than the initial group; its code is the same.
  const replica = run.replicas[self] ?? run.replicas[0];
  const [client] = run.clients;
  if (replica === undefined || client === undefined)
    throw new TypeError(`${system.name} has no replica, or no client`);
  const formatted = run.formatted?.(processId(self));
  const { accepts } = run;
  const served: Served = {
    // Others know it by this name: clients, data folders and recordings.
    name: inFileOf(system)?.name ?? system.name,
    replica,
    replicas: scenario.replicas,
    wireFormat: system.formats?.wire ?? 1,
    diskFormat: system.formats?.disk ?? 1,
    describe: (state) => system.describeState(state),
    ...(accepts === undefined ? {} : { accepts: (message, sender) => accepts(message, sender) }),
    ...(formatted === undefined || formatted.size === 0 ? {} : { formatted }),
  };
  return { system, scenario, run, served, client };
}
