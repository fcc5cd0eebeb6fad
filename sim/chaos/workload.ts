import { Sequence } from '../chance/streams.ts';
import type { SystemRun } from '../scenario/system.ts';
import { isSystemFile } from '../systems/registry.ts';

/** Operations that clients perform on a system. */
export interface ChaosWorkload {
  /** Returns the `index`-th operation of a client, at this time after the start. */
  operation(client: number, index: number, atMs: number): unknown;
}

/** Lifetime of a key: the history of one key stays short in a run of any length. */
const KEY_MS = 5000;
const KEYS = 4;

/** True for the store and its variants, not for a system file whose path begins with `vsr`. */
export const isStore = (system: string): boolean => system.startsWith('vsr') && !isSystemFile(system);

/** The workload of a system: its own, or for the store one with histories that can be judged at any length. */
export function workloadOf(system: string, run: SystemRun, seed: string): ChaosWorkload {
  const draws = new Map<number, Sequence>();
  const drawOf = (client: number): Sequence => {
    let sequence = draws.get(client);
    if (sequence === undefined) {
      sequence = new Sequence(seed, `client/${client}`);
      draws.set(client, sequence);
    }
    return sequence;
  };
  if (isStore(system))
    return { operation: (client, index, atMs) => storeOperation(drawOf(client), client, index, atMs) };
  return {
    operation(client, index) {
      const sequence = drawOf(client);
      const draw = {
        below: (bound: number) => sequence.below(bound),
        pick: (operations: readonly unknown[]) => sequence.pick(operations),
      };
      return run.operation(draw, client, index);
    },
  };
}

/** Arguments of the `client` command for one operation of this system. */
export const exampleWords = (system: string, run: SystemRun): readonly string[] =>
  isStore(system)
    ? ['put', 'greeting', 'hello']
    : ['invoke', JSON.stringify(workloadOf(system, run, 'example').operation(0, 0, 0))];

function storeOperation(s: Sequence, client: number, index: number, atMs: number): object {
  const key = `${Math.floor(atMs / KEY_MS)}.${s.below(KEYS)}`;
  const value = `${client}.${index}`;
  const kind = s.below(10);
  if (kind < 3) return { kind: 'read', key, read: 'quorum' };
  if (kind < 5) return { kind: 'read', key };
  if (kind < 9) return { kind: 'write', key, value };
  return {
    kind: 'cas',
    key,
    from: s.below(3) === 0 ? null : `${s.below(8)}.${Math.max(1, index - s.below(3))}`,
    to: value,
  };
}
