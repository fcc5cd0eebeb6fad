import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { StepEvent } from '../handlers/events.ts';

/** A message in flight. */
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
  /** Number of operations that the client has completed. */
  finished(client: ProcessId): number;
  readonly inFlight: readonly Envelope[];
  /** Canonical form of the client history, as far as it determines which results are still possible. */
  readonly history: string;
}

/** Scope of a property. The narrower it is, the less often the property has to be evaluated. */
export type Reads =
  /** One process: evaluated once per local state. */
  | { readonly of: 'process'; holds(state: object, process: ProcessId): boolean }
  /** Two different processes, in both orders: evaluated once per pair of local states. */
  | { readonly of: 'pair'; holds(a: object, b: object, ofA: ProcessId, ofB: ProcessId): boolean }
  /** One message: evaluated once per message sent. */
  | { readonly of: 'message'; holds(envelope: Envelope): boolean }
  /** The states of all processes, without messages and history: evaluated for every state. */
  | { readonly of: 'processes'; holds(states: readonly object[]): boolean }
  /** The whole state: evaluated for every state. */
  | { readonly of: 'whole'; holds(view: View): boolean };

/**
 * A property of a system.
 * - `always`: holds in every state. A counterexample is a shortest path to a state where it does not.
 * - `sometimes`: holds in some reachable state. Finding none is a failure: other properties may then hold vacuously.
 * - `never`: no step matches.
 * - `end`: holds in every terminal state.
 * - `eventually`: holds at some point on every fair path. - `leads-to`: whenever `from` holds, `holds` does later.
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

/** Must hold for every process (or every process in `among`, if given). */
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
      holds: (a, b, ofA, ofB) => !among(ofA) || !among(ofB) || holds(a as S, b as S, ofA, ofB), // processes in `among` have states of this type
    },
  }),
  processes: (name: string, holds: (states: readonly object[]) => boolean): Property => ({
    kind: 'always',
    name,
    reads: { of: 'processes', holds },
  }),
  whole: (name: string, holds: (view: View) => boolean): Property => ({
    kind: 'always',
    name,
    reads: { of: 'whole', holds },
  }),
};

/** The same forms, existential: one process or message is enough. */
export const sometimes = {
  each: <S extends object>(
    name: string,
    holds: (state: S, process: ProcessId) => boolean,
    among: (process: ProcessId) => boolean = everybody,
  ): Property => ({
    kind: 'sometimes',
    name,
    reads: { of: 'process', holds: (state, process) => among(process) && holds(state as S, process) }, // processes in `among` have states of this type
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

/** On every fair path each client completes all of its operations, with any outcome. */
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
  holds: (state, process) => !among(process) || holds(state as S, process), // processes in `among` have states of this type
});
