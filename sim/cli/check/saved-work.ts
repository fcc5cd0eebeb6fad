import type { CheckRun } from '../../check/check-run.ts';
import type { RandomWalks } from '../../check/search/random-walks.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { CheckJob } from './job.ts';
import type { Work } from './keeper.ts';
import { readState, stateFileIn, writeState } from './state-file.ts';
import { readWalks, walksFileIn, writeWalks } from './walks-file.ts';
import { checkWords } from './words.ts';

/** A search of all schedules. */
export function searchWork({ options }: CheckJob, run: CheckRun): Work {
  const command = checkWords(options);
  return {
    fileIn: stateFileIn,
    words: 'an unfinished check',
    unsavable: () => run.unsavable,
    isUnfinished: () => run.isUnfinished,
    write: (file) => writeState(file, command, run.saved),
    read: (file) => readState(file, command, (saved) => withoutNondeterminism(() => run.restore(saved))),
  };
}

/** Random walks. They have no end of their own: `--walks` is a limit. */
export function walksWork({ options }: CheckJob, walks: RandomWalks): Work {
  const { walks: _, ...same } = options;
  const command = checkWords(same);
  return {
    fileIn: walksFileIn,
    words: 'unfinished random walks',
    unsavable: () => undefined,
    isUnfinished: () => !walks.violated,
    write: (file) => writeWalks(file, command, walks.saved),
    read: (file) => readWalks(file, command, (saved) => withoutNondeterminism(() => walks.restore(saved))),
  };
}
