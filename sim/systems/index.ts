import type { System } from '../scenario/system.ts';
import { pingPong } from './ping-pong.ts';
import { abd, abdDiskless, registerNaive, registerSingle } from './registers.ts';
import { rehearsedBefore } from './vocabularies.ts';
import { vsr, vsrMemory } from './vsr.ts';

/** Every system that can be named on the command line. */
export const systems: ReadonlyMap<string, System> = new Map(
  rehearsedBefore([vsr, vsrMemory, abd, abdDiskless, registerSingle, registerNaive, pingPong]).map(
    (system) => [system.name, system],
  ),
);

/** The one that is run when none is named. */
export const defaultSystem = vsr.name;
