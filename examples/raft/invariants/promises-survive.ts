import type { ProcessId } from 'wavetank';
import { type Logs, logs } from './logs.ts';
import { factOf, nameOf, type RaftInvariant, type RaftTank } from './types.ts';

/** The promises that a replica has made to others. */
interface Word {
  /** Term of the last vote granted or requested. */
  term: number;
  vote: ProcessId | null;
  voteStep: number;
  /** Last entry confirmed and not truncated since. */
  index: number;
  ackStep: number;
}

interface State {
  readonly logs: Logs;
  readonly given: Map<ProcessId, Word>;
}

/** Thesis 3.8: promises must survive a crash. Checked when a replica has read its files. */
export const promisesSurvive: RaftInvariant<State> = {
  id: 'R6',
  name: 'promises-survive',
  statement: 'a replica that starts again knows the votes that it gave and the entries that it confirmed',
  initial: (tank) => ({ logs: tank.shared(logs), given: new Map() }),
  only: { send: ['RequestVote', 'Vote', 'Appended'], observe: ['recovered'] },
  on: {
    send({ given }, tank, from, to, message) {
      const word = wordOf(given, from);
      if (message.type === 'RequestVote') voted(word, tank, message.term, from);
      if (message.type === 'Vote' && message.granted) voted(word, tank, message.term, to);
      if (message.type !== 'Appended' || message.answer.kind !== 'match') return;
      if (message.term !== tank.replica(from)?.term || message.answer.index <= word.index) return;
      word.index = message.answer.index;
      word.ackStep = tank.step;
    },
    step({ logs: { of }, given }, _tank, process) {
      const gone = of.get(process)?.goneFrom;
      const word = given.get(process);
      if (gone !== undefined && word !== undefined) word.index = Math.min(word.index, gone - 1);
    },
    observe({ given }, tank, process, observation) {
      const word = given.get(process);
      const state = tank.replica(process);
      if (factOf(observation).type !== 'recovered' || word === undefined || state === undefined) return;
      const { term, vote, log } = state;
      if (term < word.term || (term === word.term && vote !== word.vote))
        forgotten(tank, process, 'a vote', word.voteStep, [
          `it voted for replica ${word.vote} in term ${word.term}`,
          `it starts in term ${term}, ${vote === null ? 'without a vote' : `with a vote for replica ${vote}`}`,
        ]);
      const end = log.base + log.entries.length;
      if (end < word.index)
        forgotten(tank, process, 'entries', word.ackStep, [
          `it confirmed all entries up to ${word.index}`,
          `it starts with a log that ends at ${end}`,
        ]);
    },
  },
};

function wordOf(given: State['given'], process: ProcessId): Word {
  const word = given.get(process) ?? { term: 0, vote: null, voteStep: 0, index: 0, ackStep: 0 };
  given.set(process, word);
  return word;
}

function voted(word: Word, tank: RaftTank, term: number, vote: ProcessId): void {
  if (term <= word.term) return;
  word.term = term;
  word.vote = vote;
  word.voteStep = tank.step;
}

function forgotten(
  tank: RaftTank,
  process: ProcessId,
  what: string,
  step: number,
  facts: readonly string[],
): void {
  tank.violate({
    title: `a replica has forgotten ${what}`,
    facts: [`${nameOf(process)} said so at step ${step}:`, ...facts],
    witness: what,
    process,
    evidence: [step],
  });
}
