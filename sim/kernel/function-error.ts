/** A function of a system's definition threw. Told apart from an error of a handler, and from one of the tank. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** The field of the definition, such as `operation`. */
  readonly functionName: string;
  /** What it threw. */
  override readonly cause: unknown;

  constructor(functionName: string, cause: unknown) {
    super(
      `\`${functionName}\` threw ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
    );
    this.functionName = functionName;
    this.cause = cause;
  }
}

/** By name: a system file brings its own copy of this class. */
export const isFunctionError = (error: unknown): error is FunctionError =>
  error instanceof Error && error.name === 'FunctionError';
