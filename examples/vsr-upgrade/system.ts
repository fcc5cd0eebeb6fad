import type { System } from 'wavetank';
import { vsr } from 'wavetank/systems';
import { replica } from './vsr-b0297e5.js';

/** VSR as it is, upgraded from a build of an earlier commit, in one storm. */
export default {
  ...vsr,
  name: 'vsr-upgrade',
  summary: 'VSR upgraded from a build of b0297e5, and rolled back, replica by replica',
  points: [...vsr.points, 'before-base', 'before-superblock'], // the last two are those of the earlier version
  earlier: true,
  build: (scenario) => ({ ...vsr.build(scenario), earlier: { replica: replica(scenario) } }),
} satisfies System;
