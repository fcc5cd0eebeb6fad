import type { Path, PathStep } from '../result/path.ts';
import { requestsOf } from './disk-plan.ts';
import { NEVER, type Parcel } from './parcel.ts';
import { ParcelBook } from './parcel-book.ts';

/** What is known of a path before any time is: which message of which step arrives when, by the numbers of steps. */
export interface Plan {
  readonly steps: readonly PathStep[];
  /** Messages of each step, those of the starts first: so step `k` is at `k + 1`. */
  readonly parcels: readonly (readonly Parcel[])[];
  /** By step, as above: the step at which each disk request that it makes is answered; {@link NEVER}. */
  readonly answers: readonly (readonly number[])[];
  /** Random numbers by step, as above; those of the starts by process. */
  readonly draws: readonly (readonly number[])[];
  readonly startDraws: readonly (readonly number[])[];
  /** By client, from 0: the steps at which it calls its operations. */
  readonly calls: readonly (readonly number[])[];
  /** By process: the steps between handlers at which it crashes. */
  readonly crashes: readonly (readonly number[])[];
  /** Why no simulator can do this; undefined when one may. */
  readonly impossible?: string;
}

/** How the path has to be taken. */
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
