/** `wavetank/systems`: the systems that come along, to run and to learn from. */
export { pingPong } from '../systems/ping-pong.ts';
export { abd, abdDiskless, registerNaive, registerSingle } from '../systems/registers.ts';
export { vsr, vsrMemory } from '../systems/vsr.ts';
