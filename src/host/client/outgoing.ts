import { decode, encode } from '../../process/codec.ts';
import { type Served, takes } from '../served.ts';
import { CLIENT_FRAME_BYTES_MAX } from '../wire/frame.ts';

/** Replicas would refuse what an operation sends, and close the connection: nothing of it has been sent. */
export class NotTaken extends TypeError {}

/** Name and message guard of the replicas a client talks to. */
export type Taking = Pick<Served, 'name'> & Partial<Pick<Served, 'accepts'>>;

const SHOWN_CHARS = 200;

/** @throws NotTaken when an operation is no plain data */
export function encodedOperation(operation: unknown, system: string): Uint8Array {
  try {
    return encode(operation);
  } catch (error) {
    throw new NotTaken(`${system} does not take this operation: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws NotTaken when a message of this client is longer than replicas take, or none that they accept */
export function refuseUntaken(
  taking: Taking,
  frameBytes: number,
  encoded: Uint8Array,
  id: number,
  operation: unknown,
): void {
  const { name } = taking;
  if (frameBytes > CLIENT_FRAME_BYTES_MAX)
    throw new NotTaken(
      `${name} does not take this operation: its message has ${frameBytes} bytes, and replicas take at most ${CLIENT_FRAME_BYTES_MAX}`,
    );
  // Decoded, as that is what the guard of a replica is given.
  if (takes(taking, decode(encoded), { role: 'client', id })) return;
  throw new NotTaken(`${name} does not take this operation: its guard refuses ${shown(operation)}`);
}

/** The client's own code threw before it had sent anything. */
export const thrown = (system: string, error: unknown): NotTaken =>
  new NotTaken(`${system} does not take this operation: ${messageOf(error)}`, { cause: error });

function shown(operation: unknown): string {
  const text = String(
    JSON.stringify(operation, (_, value: unknown) =>
      typeof value === 'bigint' || value instanceof Uint8Array ? String(value) : value,
    ),
  );
  return text.length <= SHOWN_CHARS
    ? text
    : `${text.slice(0, SHOWN_CHARS)}… (${text.length} characters in all: it may be too long)`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
