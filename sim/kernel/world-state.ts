import { TIMERS_MAX } from '../../src/process/checked-context.ts';
import { LATEST } from './resident.ts';

/**
 * All of a world that changes, besides residents, agenda and surroundings. This is the one list of fields that copy, hash and
 * equality of a world share: a field that is added here is in all of them.
 */
export interface WorldState {
  nowUs: number;
  step: number;
  healed: boolean;
  /** Messages sent and operations called so far: their ids are counted up. */
  messages: number;
  operations: number;
  /** The instant at which it was last checked whether time moves. */
  stillUs: number;
  /** Two lanes of the trace hash. */
  high: number;
  low: number;
  // one element per process
  up: Uint8Array;
  incarnations: Int32Array;
  /** Version of the code that the process runs, or will run when it is started. */
  versions: Uint8Array;
  pausedUntilUs: Float64Array;
  /** Id of the operation that the process has open; -1 when none. */
  openOperation: Float64Array;
  /** Generation of each timer, process * TIMERS_MAX + timer: events of older ones are void. */
  timers: Int32Array;
}

export const initialState = (processes: number): WorldState => ({
  nowUs: 0,
  step: 0,
  healed: false,
  messages: 0,
  operations: 0,
  stillUs: -1,
  high: 0x6a09e667,
  low: 0xbb67ae85,
  up: new Uint8Array(processes),
  incarnations: new Int32Array(processes),
  versions: new Uint8Array(processes).fill(LATEST),
  pausedUntilUs: new Float64Array(processes),
  openOperation: new Float64Array(processes).fill(-1),
  timers: new Int32Array(processes * TIMERS_MAX),
});

export const copyOfState = (state: WorldState): WorldState => ({
  ...state,
  up: state.up.slice(),
  incarnations: state.incarnations.slice(),
  versions: state.versions.slice(),
  pausedUntilUs: state.pausedUntilUs.slice(),
  openOperation: state.openOperation.slice(),
  timers: state.timers.slice(),
});
