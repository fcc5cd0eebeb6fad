/** Programs did not give back control: one is in an endless loop, or in an endless chain of promises or ticks. */
export class ProgramHangs extends Error {
  override readonly name = 'ProgramHangs';
  /** Step that does not end, or one soon before it. */
  readonly step: number;
  /** Function, file and line that take the time; null when unknown. */
  readonly place: string | null;

  constructor(step: number, place: string | null, limitMs: number) {
    super(
      `${place === null ? '' : `${place}: `}a program did not give back control within ${limitMs / 1000} s`,
    );
    this.step = step;
    this.place = place;
  }
}

/** Time limit of a batch of steps of programs. It is generous, since what was stopped cannot go on. */
export const PROGRAM_MS_MAX = 10_000;
/** A batch of programs' steps ends after this time, so that its limit is one of few steps. Where batches end changes no run. */
export const PROGRAM_BATCH_MS = 250;
