import type { DropReason, FaultEvent } from '../../invariants/observer.ts';
import type { DiskCompletion } from '../../src/process/disk.ts';
import type { Observation, Outcome } from '../../src/process/process.ts';

/** The place of an event in its run. */
export interface Place {
  readonly step: number;
  readonly timeUs: number;
  /** The step that scheduled this step; 0 when it was scheduled before the first. */
  readonly cause: number;
}

/** A message on its way. `process` is its sender when it is sent or dropped, and its receiver when it is delivered. */
interface OfMessage {
  readonly process: number;
  readonly from: number;
  readonly to: number;
  readonly message: unknown;
  /** Unique per send; a copy has the id of its original. */
  readonly id: number;
}

/** Something that happens in a tank, without its place. */
export type Happening =
  | { readonly kind: 'start'; readonly process: number; readonly incarnation: number }
  | { readonly kind: 'crash'; readonly process: number; readonly how?: string }
  | ({ readonly kind: 'send' } & OfMessage)
  | ({ readonly kind: 'message' } & OfMessage)
  | ({ readonly kind: 'drop'; readonly reason: DropReason } & OfMessage)
  | { readonly kind: 'timer'; readonly process: number; readonly timer: number }
  | { readonly kind: 'disk'; readonly process: number; readonly completion: DiskCompletion }
  | { readonly kind: 'durable'; readonly process: number; readonly file: string }
  | { readonly kind: 'damage'; readonly process: number; readonly wiped: boolean }
  | { readonly kind: 'call'; readonly process: number; readonly id: number; readonly operation: unknown }
  | {
      readonly kind: 'return';
      readonly process: number;
      readonly id: number;
      readonly outcome: Outcome<unknown>;
    }
  | { readonly kind: 'observe'; readonly process: number; readonly observation: Observation }
  | { readonly kind: 'fault'; readonly process: number | null; readonly event: FaultEvent }
  | { readonly kind: 'due'; readonly process: null; readonly fault: string }
  | { readonly kind: 'heal'; readonly process: null; readonly core: readonly number[] }
  | { readonly kind: 'end'; readonly process: null };

/** An event of a run. It is data: words are made of it last, in one place for each audience. */
export type TankEvent = Place & Happening;

export type EventKind = Happening['kind'];

/** Every kind that there is. */
export const EVENT_KINDS = [
  'start',
  'crash',
  'send',
  'message',
  'drop',
  'timer',
  'disk',
  'durable',
  'damage',
  'call',
  'return',
  'observe',
  'fault',
  'due',
  'heal',
  'end',
] as const satisfies readonly EventKind[];
