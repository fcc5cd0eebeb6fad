import type { Edits } from '../../chance/site.ts';
import { simulate } from '../../run/run.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import type { Recording } from './recording.ts';
import { Scribe } from './scribe.ts';

/** Makes a run once more and writes down all of it. It influences nothing: the hash is that of any other run. */
export function record(system: System, scenario: Scenario, edits: Edits, again: string): Recording {
  const scribe = new Scribe(system, scenario.replicas);
  const result = simulate(system, scenario, { edits, observers: scribe.observers });
  const { verdict, steps, virtualUs, hash, violation } = result;
  return scribe.recording({
    seed: scenario.seed,
    processes: scenario.replicas + scenario.clients,
    again,
    ...{ verdict, steps, virtualUs, hash, violation },
  });
}
