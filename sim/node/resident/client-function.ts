/** Context that a client receives besides its operation. */
export interface ClientSurroundings {
  /** Node names, which are also host names. */
  readonly nodes: readonly string[];
  /** Index of this client, from 0. */
  readonly client: number;
  /** Creates an error to throw: the operation was refused, and certainly has not taken effect and will not. */
  failed(reason: string): Error;
}

/** Performs one operation and returns its result. A thrown error leaves the outcome unknown. */
export type ClientFunction<Operation = unknown, Result = unknown> = (
  operation: Operation,
  surroundings: ClientSurroundings,
) => Result | Promise<Result>;
