import { real } from '../real-process.ts';
/** Runs every pending promise reaction, microtask and tick, and those that they queue. */
export type Drain =
  | { readonly kind: 'at-once'; readonly run: () => void }
  | { readonly kind: 'by-event-loop'; readonly run: () => Promise<void> };

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const slowly: Drain = { kind: 'by-event-loop', run: nextTurn };
let chosen: Drain | undefined;

/**
 * Chooses how to run continuations to completion. Node's own tick callback does it within the current turn, without real I/O in
 * between; it is undocumented, so it is tried out first. Call it from a macrotask.
 */
export function chooseDrain(): Drain {
  if (chosen !== undefined) return chosen;
  const { _tickCallback: tick } = real as unknown as { _tickCallback?: () => void };
  if (typeof tick !== 'function') return slowly;
  const run = () => tick.call(real);
  chosen = completes(run) ? { kind: 'at-once', run } : slowly;
  return chosen;
}

/** Programs cannot run here. */
export class NoDrain extends Error {
  override readonly name = 'NoDrain';
}

/**
 * The drain that works within a turn of the event loop.
 * @throws NoDrain inside a promise continuation, from which nothing can be run to completion.
 */
export function drainAtOnce(): Drain {
  if (chosen?.kind === 'at-once' && completes(chosen.run)) return chosen;
  const drain = chooseDrain();
  if (drain.kind === 'at-once') return drain;
  chosen = undefined;
  throw new NoDrain(
    `programs can only be run from the start of a turn of the event loop, not after an \`await\`: use \`simTest\`, or \`await inOwnTurn(() => simulate(...))\``,
  );
}

/** Whether one call of `run` completes awaits, ticks and microtasks that start one another. */
function completes(run: () => void): boolean {
  let finished = 0;
  const chain = async () => {
    for (let hop = 0; hop < 60; hop++) await undefined;
    await new Promise<void>((resolve) => real.nextTick(resolve));
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    real.nextTick(() => {
      void Promise.resolve().then(() => {
        finished++;
      });
    });
  };
  void chain();
  run();
  return finished === 1;
}
