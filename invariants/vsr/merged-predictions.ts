import type { ProcessId } from '../../src/process/ids.ts';
import type { Prediction } from '../../src/vsr/data/messages.ts';
import { partAt, partCount } from './facts/parts.ts';
import { same } from './facts/same.ts';
import { show } from './facts/text.ts';
import type { VsrInvariant } from './facts/types.ts';

interface State {
  /** Predictions held by a primary, including the one being delivered, by replica. */
  open: {
    readonly process: ProcessId;
    readonly client: number;
    readonly request: number;
    readonly logged: number;
    readonly predictions: readonly (readonly [replica: number, predicted: unknown])[];
  } | null;
}

/** Merges predictions given in the order of replicas. */
export type Merge = (predictions: readonly unknown[]) => unknown;

/**
 * I31. Replicas take the predicted value from the log, so they agree on any value. Its correctness is checked where it is made:
 * against the documented merge of the predictions that the primary had received.
 */
export const mergedPredictions = (merge: Merge): VsrInvariant<State> => ({
  id: 'I31',
  name: 'merged-predictions',
  statement:
    'A prediction that the primary prepares is the documented merge of those that it has, in the order of replicas.',
  initial: () => ({ open: null }),
  only: { deliver: ['Prediction'] },
  on: {
    deliver(state, tank, from, to, message) {
      state.open = null;
      const { client, predicted, request } = message as Prediction; // the only subscribed message type
      const replica = tank.replica(to);
      const waiting = replica?.predicting.get(client);
      if (replica === undefined || waiting === undefined || waiting.request.request !== request) return;
      const predictions = new Map<number, unknown>(waiting.predictions).set(from, predicted);
      const inOrder = [...predictions].sort(([a], [b]) => a - b);
      state.open = { process: to, client, request, logged: replica.log.length, predictions: inOrder };
    },
    step(state, tank, process) {
      const { open } = state;
      if (open?.process !== process) return;
      state.open = null;
      const entry = tank.replica(process)?.log[open.logged];
      if (entry === undefined) return;
      for (let i = 0; i < partCount(entry); i++) {
        const part = partAt(entry, i);
        if (part?.client !== open.client || part.request !== open.request) continue;
        const merged = merge(open.predictions.map(([, predicted]) => predicted));
        if (same(part.predicted, merged)) continue;
        tank.violate({
          title: 'predictions merged in another way than documented',
          facts: [
            ...open.predictions.map(
              ([replica, predicted]) => `replica ${replica} predicts ${show(predicted)}`,
            ),
            `merged as documented: ${show(merged)}; prepared by replica ${process}: ${show(part.predicted)}`,
          ],
          witness: 'merged',
          process,
        });
      }
    },
  },
});
