/** A process did what no process may do. Its message is the sentence that the author of the process reads. */
export class ContractError extends Error {
  /** What happened, in a few words. */
  readonly title: string;

  constructor(title: string, message: string) {
    super(message);
    this.name = 'ContractError';
    this.title = title;
  }
}

/** By name: a system file brings its own copy of this class. */
export const isContractError = (error: unknown): error is ContractError =>
  error instanceof Error && error.name === 'ContractError';
