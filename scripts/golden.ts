import { simulate } from '../sim/run/run.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { vsr } from '../sim/systems/vsr.ts';

/** Prints the hashes for `sim/testing/golden.ts`, after a change that is meant to change them. */
for (let seed = 1; seed <= 20; seed++) {
  console.log(`  { seed: '${seed}', hash: '${simulate(vsr, drawScenario(String(seed), vsr)).hash}' },`);
}
