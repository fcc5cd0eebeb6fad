import type { Mutant } from '../mutant.ts';
import { client } from './client.ts';
import { negativeControls } from './negative-controls.ts';
import { registers } from './registers.ts';
import { regressions } from './regressions.ts';
import { vsrDisk } from './vsr-disk.ts';
import { vsrNormalCase } from './vsr-normal-case.ts';
import { vsrReads } from './vsr-reads.ts';
import { vsrReconfiguration } from './vsr-reconfiguration.ts';
import { vsrRestart } from './vsr-restart.ts';
import { vsrStateTransfer } from './vsr-state-transfer.ts';
import { vsrViewChange } from './vsr-view-change.ts';

/** Every mutant of our own, one file per area. */
export const catalogue: readonly Mutant[] = [
  ...vsrNormalCase,
  ...vsrReads,
  ...vsrReconfiguration,
  ...vsrViewChange,
  ...vsrStateTransfer,
  ...vsrRestart,
  ...vsrDisk,
  ...client,
  ...registers,
  ...regressions,
  ...negativeControls,
];
