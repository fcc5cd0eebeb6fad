import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { StepEvent } from '../handlers/events.ts';

/** A message on its way. */
export interface Envelope {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: unknown;
}

/** One whole state, for properties that need to see all of it at once. */
export interface View {
  readonly replicas: number;
  readonly processes: number;
  process(process: ProcessId): object;
  /** Operations that the client has finished. */
  finished(client: ProcessId): number;
  readonly inFlight: readonly Envelope[];
  /** What clients called and got so far, as far as it decides what may be answered from here on. */
  readonly history: string;
}

/** What a property looks at. The less it reads, the more seldom it has to be judged. */
export type Reads =
  /** Each process by itself: judged once for every local state. */
  | { readonly of: 'process'; holds(state: object, process: ProcessId): boolean }
  /** Each two different processes, in both orders: judged once for every two local states. */
  | { readonly of: 'pair'; holds(a: object, b: object, ofA: ProcessId, ofB: ProcessId): boolean }
  /** Each message: judged once for every message that is sent. */
  | { readonly of: 'message'; holds(envelope: Envelope): boolean }
  /** The whole state: judged for every state. */
  | { readonly of: 'whole'; holds(view: View): boolean };

/**
 * What must be true of a system.
 * - `always`: in every state. A counterexample is a shortest path to a state where it is not.
 * - `sometimes`: in some state. Not to find one is a failure: other properties may then hold for want of anything that happens.
 * - `never`: no step like this.
 * - `end`: in every state in which nothing more can happen.
 * - `eventually`: on every fair path, sooner or later. - `leads-to`: whenever `from`, then later `holds`.
 */
export type Property =
  | { readonly kind: 'always' | 'sometimes'; readonly name: string; readonly reads: Reads }
  | {
      readonly kind: 'never';
      readonly name: string;
      step(before: object, event: StepEvent, after: object): boolean;
    }
  | { readonly kind: 'end'; readonly name: string; holds(view: View): boolean }
  | { readonly kind: 'eventually'; readonly name: string; holds(view: View): boolean }
  | {
      readonly kind: 'leads-to';
      readonly name: string;
      from(view: View): boolean;
      holds(view: View): boolean;
    };

/** Of every process (only of those in `among`, when given) this must hold. */
export const always = {
  each: <S extends object>(
    name: string,
    holds: (state: S, process: ProcessId) => boolean,
    among: (process: ProcessId) => boolean = everybody,
  ): Property => ({ kind: 'always', name, reads: ofProcess(holds, among) }),
  pair: <S extends object>(
    name: string,
    holds: (a: S, b: S, ofA: ProcessId, ofB: ProcessId) => boolean,
    among: (process: ProcessId) => boolean = everybody,
  ): Property => ({
    kind: 'always',
    name,
    reads: {
      of: 'pair',
      holds: (a, b, ofA, ofB) => !among(ofA) || !among(ofB) || holds(a as S, b as S, ofA, ofB), // states of `among` are of this type
    },
  }),
  whole: (name: string, holds: (view: View) => boolean): Property => ({
    kind: 'always',
    name,
    reads: { of: 'whole', holds },
  }),
};

/** The same forms; of processes and messages, one is enough. */
export const sometimes = {
  each: <S extends object>(
    name: string,
    holds: (state: S, process: ProcessId) => boolean,
    among: (process: ProcessId) => boolean = everybody,
  ): Property => ({
    kind: 'sometimes',
    name,
    reads: { of: 'process', holds: (state, process) => among(process) && holds(state as S, process) }, // likewise
  }),
  message: <M>(name: string, holds: (message: M) => boolean): Property => ({
    kind: 'sometimes',
    name,
    reads: { of: 'message', holds: ({ message }) => holds(message as M) }, // the messages of this system
  }),
  whole: (name: string, holds: (view: View) => boolean): Property => ({
    kind: 'sometimes',
    name,
    reads: { of: 'whole', holds },
  }),
};

/** On every fair path each client finishes all of its operations, however they end. */
export const everyOperationEnds = (operations: readonly (readonly unknown[])[]): Property => ({
  kind: 'eventually',
  name: 'every operation ends',
  holds: (view) =>
    operations.every((own, client) => view.finished(processId(view.replicas + client)) === own.length),
});

const everybody = (): boolean => true;

const ofProcess = <S extends object>(
  holds: (state: S, process: ProcessId) => boolean,
  among: (process: ProcessId) => boolean,
): Reads => ({
  of: 'process',
  holds: (state, process) => !among(process) || holds(state as S, process), // states of `among` are of this type
});
