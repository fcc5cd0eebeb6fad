import type { Scenario } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import type { System, SystemRun } from './system.ts';

/** The system, set up for a scenario. @throws ScenarioError when it does not take the scenario. */
export function fitted(system: System, scenario: Scenario): SystemRun {
  if (scenario.faults.upgrade !== undefined && system.earlier !== true)
    throw new ScenarioError(`${system.name} cannot be upgraded: it has no earlier version`);
  return system.build(scenario);
}
