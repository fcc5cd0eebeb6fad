import { clone } from '../../src/process/clone.ts';
import type { ClocksState } from '../clock/clocks.ts';
import { copyOfDisks, type DisksState } from '../disk/disk-state.ts';
import type { NetworkState } from '../network/network-state.ts';

/** All of a storm that changes: the one list of fields that copy, hash and equality share. */
export interface StormState {
  calm: boolean;
  readonly network: NetworkState;
  readonly disks: DisksState;
  readonly clocks: ClocksState;
  /** By name, the state of each class of faults. */
  readonly classes: Readonly<Record<string, object>>;
  // one element per process
  /** Draws of the process so far. */
  drawn: Int32Array;
  /** Effects until an armed crash strikes; 0 when none is armed. */
  armed: Int32Array;
  restarts: Int32Array;
}

export const newStormState = (
  processes: number,
  parts: Pick<StormState, 'network' | 'disks' | 'clocks'>,
  classes: StormState['classes'],
): StormState => ({
  calm: false,
  ...parts,
  classes,
  drawn: new Int32Array(processes),
  armed: new Int32Array(processes),
  restarts: new Int32Array(processes),
});

export const copyOfStorm = ({ disks, ...others }: StormState): StormState => ({
  ...clone(others, 'the state of the storm'),
  disks: copyOfDisks(disks),
});
