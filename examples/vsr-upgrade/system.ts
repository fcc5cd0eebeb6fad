import type { System } from 'wavetank';
import { vsr } from 'wavetank/systems';
import { earlier } from './vsr-de1650c.js';

/** VSR as it is, upgraded from a build of an earlier commit, in one storm. */
export default {
  ...vsr,
  name: 'vsr-upgrade',
  summary: 'VSR upgraded from a build of de1650c, and rolled back, replica by replica',
  points: [...vsr.points, 'before-base', 'before-superblock'], // points of both versions that no seed of vsr aims at
  earlier: true,
  build: (scenario) => ({ ...vsr.build(scenario), earlier: earlier(scenario) }),
} satisfies System;
