import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Injector, Sea } from './injector.ts';
import { blockedPairs } from './partitions.ts';

interface State {
  /** Cuts that are on: links as pairs, by a number of their own. */
  readonly cuts: Map<number, number[]>;
  count: number;
}

/** Replicas cut off at a moment that a seed aims at; beside the partitions that come by themselves. */
export const isolations: Injector<State> = {
  name: 'isolation',
  initial: () => ({ cuts: new Map(), count: 0 }),
  begin() {},
  fire: (state, sea, code) => end(state, sea, code),
  heal(state, sea) {
    for (const code of [...state.cuts.keys()]) end(state, sea, code);
  },
};

export function isolate(state: State, sea: Sea, process: ProcessId, durationUs: number): void {
  if (sea.world.replicas < 2) return;
  const others = Array.from({ length: sea.world.replicas }, (_, i) => processId(i)).filter(
    (i) => i !== process,
  );
  const cut = blockedPairs('isolate', [process, ...others], 0);
  for (let i = 0; i < cut.length; i += 2) sea.network.sever(cut[i] as number, cut[i + 1] as number); // pairs
  sea.counts.partitions++;
  const code = ++state.count;
  state.cuts.set(code, cut);
  sea.after(durationUs, isolations, code);
}

function end(state: State, sea: Sea, code: number): void {
  const cut = state.cuts.get(code) ?? [];
  state.cuts.delete(code);
  for (let i = 0; i < cut.length; i += 2) sea.network.mend(cut[i] as number, cut[i + 1] as number); // pairs
}
