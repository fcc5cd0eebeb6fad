/** A function of a system's definition threw; distinct from an error in a handler or in the tank. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** Field of the definition, such as `operation`. */
  readonly functionName: string;
  /** The original error. */
  override readonly cause: unknown;

  constructor(functionName: string, cause: unknown) {
    super(
      `\`${functionName}\` threw ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
    );
    this.functionName = functionName;
    this.cause = cause;
  }
}

/** Compares by name: a system file brings its own copy of this class. */
export const isFunctionError = (error: unknown): error is FunctionError =>
  error instanceof Error && error.name === 'FunctionError';
