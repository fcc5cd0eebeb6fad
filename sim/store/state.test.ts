import { describe, expect, it } from 'vitest';
import { type State, stateOf } from './state.ts';

const cases: readonly (readonly [
  what: string,
  history: readonly (readonly [runs: number, failed: number])[],
  state: State,
])[] = [
  ['it was seen at the last commit only', [[100, 3]], 'new'],
  [
    'it was not seen before',
    [
      [500, 0],
      [100, 1],
    ],
    'new',
  ],
  [
    'it was seen at two commits',
    [
      [100, 3],
      [100, 1],
    ],
    'ongoing',
  ],
  [
    'it was missed once, in too few runs',
    [
      [100, 3],
      [50, 0],
      [100, 2],
    ],
    'ongoing',
  ],
  [
    'so many runs would have met it',
    [
      [100, 10],
      [100, 0],
    ],
    'resolved',
  ],
  [
    'two commits together would have met it',
    [
      [100, 5],
      [50, 0],
      [50, 0],
    ],
    'resolved',
  ],
  [
    'too few runs were made since to say so',
    [
      [1000, 1],
      [500, 0],
    ],
    'rare',
  ],
  [
    'it came back',
    [
      [100, 10],
      [100, 0],
      [100, 1],
    ],
    'reopened',
  ],
  [
    'it came back, and is still there',
    [
      [100, 10],
      [100, 0],
      [100, 1],
      [100, 5],
    ],
    'ongoing',
  ],
  [
    'it came back, and went again',
    [
      [100, 10],
      [100, 0],
      [100, 10],
      [100, 0],
    ],
    'resolved',
  ],
  [
    'every run met it, and one did not',
    [
      [10, 10],
      [1, 0],
    ],
    'resolved',
  ],
  [
    'nothing was run since',
    [
      [10, 10],
      [0, 0],
    ],
    'rare',
  ],
];

describe('the state of a finding', () => {
  it.each(cases)('should follow from its history: %s', (_, history, state) => {
    const commits = history.map(([runs, failed], i) => ({ commit: String(i), runs, failed }));
    expect(stateOf(commits)).toBe(state);
  });
});
