import type { Invariant } from './observer.ts';

/** I25. No handler of a process throws, whatever the tank does to it. */
export const noPanic: Invariant = {
  id: 'I25',
  name: 'no-panic',
  statement: 'No handler of a process throws, on any input that the fault model may produce.',
  initial: () => ({}),
  on: {
    panic(_state, tank, process, error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const frame = error instanceof Error ? firstFrame(error.stack) : undefined;
      const frozen = error instanceof TypeError && FROZEN.test(error.message);
      tank.violate({
        title: frozen ? 'a sent message was changed' : 'a process panicked',
        facts: [
          `process ${process} threw  ${text}`,
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

/** What engines say when a frozen object is changed: sent messages are frozen in some of the runs. */
const FROZEN = /read only property|not extensible|Cannot delete property|Cannot redefine property/;

/** Where it was thrown: function and file, without the directory, which differs from machine to machine. */
function firstFrame(stack: string | undefined): string | undefined {
  const frame = stack?.split('\n').find((line) => /^\s*at /.test(line));
  return frame
    ?.trim()
    .replace(/(\()?[^\s()]*\/([^\s/()]+:\d+):\d+\)?/, '$1$2$1')
    .replace(/\($/, ')');
}
