import type { z } from 'zod';
import type { FaultEvent } from '../../invariants/observer.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { EntityKind, Meaning } from '../chance/site.ts';
import type { Sequence } from '../chance/streams.ts';
import type { RequestFault } from '../disk/request-fault.ts';
import type { Happening } from '../kernel/ports.ts';
import type { MessageFault } from '../network/message-fault.ts';
import type { FaultPort } from './fault-port.ts';
import type { Vocabulary } from './rules/vocabulary.ts';

/** Facts about a run that the swarm knows when it draws a class. */
export interface Draft {
  readonly replicas: number;
  /** Named points that replicas may reach. */
  readonly points: readonly string[];
  readonly network: { readonly delayMeanUs: number };
  /** True if the system names an earlier version of its code. */
  readonly earlier?: boolean | undefined;
  /** Events in runs of this system, learnt in a rehearsal; undefined without one. */
  readonly vocabulary?: (() => Vocabulary) | undefined;
}

/**
 * Words for one effect and for several: `message lost`, `messages lost`. `needs` names other classes of which a run must have
 * one for the effect to be possible.
 */
export type CountWords = readonly [one: string, several: string, needs?: readonly string[]];

/** One class of faults in one run. All of these are optional: a class has those that it needs. */
export interface Injection {
  /** Before the first step. */
  begin?(): void;
  /** An event that it gave itself is due. */
  due?(code: number): void;
  /** Faults are over: undo whatever is still on. */
  heal?(): void;
  /** A message leaves its sender. */
  readonly message?: MessageFault;
  /** A message is about to reach a live process; returns true to prevent it, now or for good. */
  arrival?(from: ProcessId, to: ProcessId, message: unknown, id: number): boolean;
  /** A disk request. */
  readonly request?: RequestFault;
  /** A replica reached a named point; true when it crashes right there. */
  point?(process: ProcessId, name: string): boolean;
  /** A process crashed, whatever the reason. */
  crashed?(process: ProcessId): void;
  /** Something happened that no other hook reports. */
  noted?(what: Happening, process: ProcessId, name: string): void;
}

/** Everything that a class of faults is, in one place. All others iterate over the classes. */
export interface FaultClass<
  Name extends string = string,
  Options extends object = object,
  State extends object = object,
> {
  /** Its name in scenarios, on the command line and in events: `drop`, `sync-error`. */
  readonly name: Name;
  /** Its name in reports: `drops`. */
  readonly noun: string;
  /** One sentence for help and docs. */
  readonly summary: string;
  /** Options, with their units. A scenario without the class has none of it. */
  readonly schema: z.ZodType<Options>;
  /** Options with which nothing happens: a class that is not in the scenario runs with these when an edit forces it. */
  readonly calm: Options;
  /** Drawn separately from the others, with its own probability; its hooks run before those of the others. */
  readonly apart?: boolean;
  /** Drawn besides the others, in this percentage of the runs, calm ones as well: a feature of some systems more than a fault. */
  readonly besidesPercent?: number;
  /** Of the runs that have classes at all, how much more (or less) often this one is in, in per cent; 100 when absent. */
  readonly sharePercent?: number;
  /** Draws options; undefined when the class makes no sense in this run. */
  draw(sequence: Sequence, draft: Draft): Options | undefined;
  /** Its options in words: `every 200 ms for 50 ms`. */
  describe(options: Options): string;
  /** Simpler options that shrink tries, besides leaving the class out. */
  lessen?(options: Options): readonly Options[];
  /** How many things a reader of its options has to think about; 1 when absent. */
  parts?(options: Options): number;
  /** Decisions that it takes, by site. */
  readonly sites: Readonly<Record<string, readonly [EntityKind, Meaning]>>;
  /** Effects that it counts, with the words for them. */
  readonly counts: Readonly<Record<string, CountWords>>;
  /** A sentence for one of its events. `name` gives the words for a process. */
  tell?(event: FaultEvent, name: (process: number) => string): string;
  /** In reports, an event that it has scheduled; `drops: an event is due` when absent. */
  readonly due?: string;
  /** All of it that changes during a run, as plain data. */
  initial(port: FaultPort): State;
  /** Takes part in a run. `state` is new, or a copy when a run is forked. */
  inject(options: Options, port: FaultPort, state: State): Injection;
}

/** A class, whatever its options and state. */
// biome-ignore lint/suspicious/noExplicitAny: options and state of a class are its own business, and only passed back to it
export type AnyFaultClass = FaultClass<string, any, any>;

/** Declares a class. Infers its name, options and state. */
export const faultClass = <const Name extends string, Options extends object, State extends object = object>(
  declared: FaultClass<Name, Options, State>,
): FaultClass<Name, Options, State> => declared;
