import type { Path, PathStep } from '../result/path.ts';
import { requestsOf } from './disk-plan.ts';
import { NEVER, type Parcel } from './parcel.ts';
import { ParcelBook } from './parcel-book.ts';

/** Everything known about a path before it has times: which message of which step arrives at which step. */
export interface Plan {
  readonly steps: readonly PathStep[];
  /** Messages of each step, those of the starts first, so step `k` is at `k + 1`. */
  readonly parcels: readonly (readonly Parcel[])[];
  /** By step, as above: the step at which each of its disk requests completes, or {@link NEVER}. */
  readonly answers: readonly (readonly number[])[];
  /** Random numbers by step, as above; those of the starts by process. */
  readonly draws: readonly (readonly number[])[];
  readonly startDraws: readonly (readonly number[])[];
  /** By client, from 0: the steps at which it calls its operations. */
  readonly calls: readonly (readonly number[])[];
  /** By process: the steps at which it crashes between handlers. */
  readonly crashes: readonly (readonly number[])[];
  /** Why the simulator cannot reproduce it; undefined if it may. */
  readonly impossible?: string;
}

/** Plans how to follow the path. */
export function planOf({ starts, steps, history }: Path, processes: number, replicas: number): Plan {
  const book = new ParcelBook();
  const parcels: (readonly Parcel[])[] = [book.send(starts.flatMap(({ sent }) => sent))];
  let impossible: string | undefined;
  steps.forEach((step, at) => {
    const { envelope, kind, sent } = step;
    if (envelope !== undefined && !book.take(kind, envelope, at))
      impossible ??= `step ${at + 1} delivers a message for the third time, and a simulated network repeats each message once`;
    parcels.push(book.send(sent));
  });
  const calls: number[][] = Array.from({ length: processes - replicas }, () => []);
  const note = (events: Path['history'], at: number): void => {
    for (const event of events) if (event.type === 'call') calls[event.client]?.push(at);
  };
  note(history, NEVER);
  steps.forEach(({ history: events }, at) => void note(events, at));
  const crashes: number[][] = Array.from({ length: processes }, () => []);
  steps.forEach(({ kind, process }, at) => {
    if (kind === 'crash') crashes[process]?.push(at);
  });
  return {
    steps,
    parcels,
    answers: requestsOf(starts, steps),
    draws: [[], ...steps.map(({ particulars }) => particulars?.draws ?? [])],
    startDraws: starts.map(({ particulars }) => particulars.draws),
    calls,
    crashes,
    ...(impossible === undefined ? {} : { impossible }),
  };
}
