/** Where a host says what happens to it: facts first, a sentence second, as pino has it. */
export interface HostLog {
  debug(facts: object, sentence: string): void;
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/** Says nothing. */
export const silent: HostLog = { debug() {}, info() {}, warn() {}, error() {} };
