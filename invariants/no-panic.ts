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
      tank.violate({
        title: 'a process panicked',
        facts: [`process ${process} threw  ${text}`, ...(frame === undefined ? [] : [frame])],
        witness: text.replace(/-?\d[\d.,]*/g, '#').slice(0, 120),
        process,
      });
    },
  },
};

/** Where it was thrown: function and file, without the directory, which differs from machine to machine. */
function firstFrame(stack: string | undefined): string | undefined {
  const frame = stack?.split('\n').find((line) => /^\s*at /.test(line));
  return frame
    ?.trim()
    .replace(/(\()?[^\s()]*\/([^\s/()]+:\d+):\d+\)?/, '$1$2$1')
    .replace(/\($/, ')');
}
