import type { CanonFacts } from './canon.ts';
import { partAt, partCount } from './parts.ts';
import type { Model } from './types.ts';

/** The state of the model after the first `op` ops of C. */
export interface Replayed {
  op: number;
  state: unknown;
}

export const notReplayed = (model: Model | undefined): Replayed => ({
  op: 0,
  state: structuredClone(model?.initial),
});

/**
 * Replays C up to `op`, from the current position if that is not above. Returns false if nobody has executed
 * so much.
 */
export function replayTo(replayed: Replayed, model: Model, canon: CanonFacts, op: number): boolean {
  if (op > canon.effects.length) return false;
  if (op < replayed.op) Object.assign(replayed, notReplayed(model));
  while (replayed.op < op) {
    const entry = canon.entries[replayed.op];
    const effects = canon.effects[replayed.op];
    if (entry === undefined || effects === undefined) return false;
    for (let i = 0; i < partCount(entry); i++) {
      const part = partAt(entry, i);
      if (part?.kind !== 'operation' || effects[i] !== true) continue;
      replayed.state = model.apply(replayed.state, part.body, part.predicted).state;
    }
    replayed.op++;
  }
  return true;
}
