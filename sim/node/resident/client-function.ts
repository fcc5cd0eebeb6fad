/** What a client is given besides its operation. */
export interface ClientSurroundings {
  /** Names of the nodes, which are host names too. */
  readonly nodes: readonly string[];
  /** The number of this client, from 0. */
  readonly client: number;
  /** To be thrown: the operation was refused, and it is certain that it has not happened and will not. */
  failed(reason: string): Error;
}

/** Does one operation and returns its result. What it throws leaves open whether the operation happened. */
export type ClientFunction<Operation = unknown, Result = unknown> = (
  operation: Operation,
  surroundings: ClientSurroundings,
) => Result | Promise<Result>;
