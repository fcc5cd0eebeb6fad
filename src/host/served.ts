import type { Sender } from '../process/sender.ts';
import type { AnyProcess } from './hosted.ts';

/** A system as a host runs it. */
export interface Served {
  readonly name: string;
  readonly replica: AnyProcess;
  /** Replicas that the protocol counts with; others may join by its own rules. */
  readonly replicas: number;
  /**
   * Whether this is a message that the sender may send. Asked of everything that comes over a connection, before a handler sees it: it must
   * not trust it to be anything. All plain data when absent.
   */
  readonly accepts?: (message: unknown, sender: Sender) => boolean;
  /** Files of a replica before its first start, for a system that tells a new disk from a lost one. */
  readonly formatted?: ReadonlyMap<string, Uint8Array>;
  /** Version of its messages, and of its files: only equal ones go together. */
  readonly wireFormat: number;
  readonly diskFormat: number;
  /** Name of its state in a few words, for people. */
  readonly describe?: (state: object) => string;
}

/** True if replicas accept this message. A guard that throws rejects it: anybody can send input that it does not expect. */
export function takes(
  { accepts }: Partial<Pick<Served, 'accepts'>>,
  message: unknown,
  sender: Sender,
): boolean {
  try {
    return accepts?.(message, sender) ?? true;
  } catch {
    return false;
  }
}
