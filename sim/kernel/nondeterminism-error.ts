/** Stack frames between a forbidden call and its caller. */
const BETWEEN =
  /[/\\]sim[/\\]kernel[/\\](?:guard|gates)\.|[/\\]dist[/\\]bin[/\\]|\(node:|at node:|Reflect\.apply/;

/** A handler (or a checker) used something that differs between runs. */
export class NondeterminismError extends Error {
  /** The call, e.g. `Date.now()`. */
  readonly call: string;
  /** File and line of the caller, from the stack. */
  readonly place: string;
  /** `during a run`, or `while the file was loaded`. */
  readonly when: string;

  constructor(call: string, when = 'during a run') {
    super(`${call} was called ${when}`);
    this.name = 'NondeterminismError';
    this.call = call;
    this.when = when;
    const frames = (this.stack ?? '').split('\n').filter((line) => line.includes(' at '));
    const outside = frames.find((line) => !BETWEEN.test(line));
    this.place = outside?.replace(/^\s*at /, '') ?? 'unknown place';
    this.message = `${call} was called ${when}, at ${this.place}`;
  }
}

/** Compares by name: a system file brings its own copy of this class. */
export const isNondeterminismError = (error: unknown): error is NondeterminismError =>
  error instanceof Error && error.name === 'NondeterminismError';
