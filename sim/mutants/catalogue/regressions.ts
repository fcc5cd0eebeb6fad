import type { Mutant } from '../mutant.ts';

/** Bugs that this code once had. Each has a file in seeds/ that fails with it. */
export const regressions: readonly Mutant[] = [
  {
    id: 'X01',
    name: 'abdication-kept',
    file: 'src/vsr/protocol/timers.ts',
    find: `timing.abdicated = false;
    withdrawSuspicion(state);`,
    replace: '',
    expect: ['L1'],
    scenario: { replicas: 1, outsiders: [] },
    note: 'a primary that makes progress again does not take its abdication back; a group of one refuses requests for ever (F7)',
    difficulty: 'm',
  },
];
