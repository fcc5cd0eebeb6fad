import { isContractError } from '../../src/process/contract-error.ts';
import type { Invariant } from '../observer.ts';

/** I25. No handler of a process throws, whatever the tank does to it. */
export const noPanic: Invariant = {
  id: 'I25',
  name: 'no-panic',
  statement: 'No handler of a process throws, on any input that the fault model may produce.',
  initial: () => ({}),
  on: {
    panic(_state, tank, process, error) {
      const misuse = isContractError(error);
      const text = misuse
        ? error.message
        : error instanceof Error
          ? `${error.name}: ${error.message}`
          : String(error);
      const frame = error instanceof Error ? firstFrame(error.stack) : undefined;
      const frozen = error instanceof TypeError && FROZEN.test(error.message);
      tank.violate({
        title: misuse ? error.title : frozen ? 'a sent message was changed' : 'a process panicked',
        facts: [
          misuse ? text : `process ${process} threw  ${text}`,
          ...(frame === undefined ? [] : [frame]),
          ...(frozen
            ? ['what was sent must not change any more, and no state may share it: send a copy']
            : []),
        ],
        witness: text.replace(/-?\d[\d.,]*/g, '#').slice(0, 120),
        process,
      });
    },
  },
};

/**
 * Error messages of engines for a change of a frozen object. Sent messages are frozen in some of the runs.
 */
const FROZEN = /read only property|not extensible|Cannot delete property|Cannot redefine property/;

/** Frames of the tank's side of a call. The line that made the call is to blame. */
const OURS =
  /[/\\](?:sim[/\\](?:kernel|chance|faults|network|disk|clock|scenario|define)[/\\]|src[/\\]process[/\\])/;

/**
 * The frame that threw, in the code under test: function and file, without the directory, which differs from
 * machine to machine. Undefined if the tank found the error and no line of the code under test is to blame.
 */
function firstFrame(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s*at /.test(line)) ?? [];
  const frame = frames.find((line) => !OURS.test(line));
  if (frame === undefined || /[/\\]sim[/\\]run[/\\]/.test(frame)) return undefined; // who takes the steps
  return frame
    .trim()
    .replace(/data:[^\s)]*?(?=:\d+:\d+)/, '/program') // a mutant is loaded from its text, which is then its file name
    .replace(/(\()?[^\s()]*\/([^\s/()]+:\d+):\d+\)?/, '$1$2$1')
    .replace(/\($/, ')');
}
