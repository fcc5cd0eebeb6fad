/** An invalid rule, with the position of the error. */
export class RuleError extends Error {
  constructor(option: 'when' | 'then', text: string, what: string) {
    super(`--${option} '${text}': ${what}`);
  }
}

const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000 };
const TIME = /^(-?)(\d+(?:\.\d+)?)(us|ms|s)$/;

/** Token stream of a rule. */
export class Words {
  private readonly option: 'when' | 'then';
  private readonly text: string;
  private readonly words: readonly string[];
  private at = 0;

  constructor(option: 'when' | 'then', text: string) {
    this.option = option;
    this.text = text;
    if ((text.match(/"/g) ?? []).length % 2 === 1) throw new RuleError(option, text, 'a quote is not closed');
    this.words = (text.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
  }

  get done(): boolean {
    return this.at >= this.words.length;
  }

  peek(ahead = 0): string {
    return this.words[this.at + ahead] ?? '';
  }

  next(): string {
    return this.words[this.at++] ?? '';
  }

  /** Consumes the word if it comes next. */
  takes(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at++;
    return true;
  }

  /** @throws RuleError naming the word before which the error is. */
  refuse(what: string): never {
    const place = this.done ? 'at its end' : `at word ${this.at + 1}, "${this.peek()}"`;
    throw new RuleError(this.option, this.text, `${what} (${place})`);
  }

  whole(what: string): number {
    const word = this.peek();
    if (!/^\d{1,10}$/.test(word)) this.refuse(`${what} is a whole number`);
    this.at++;
    return Number(word);
  }

  isTime(ahead = 0): boolean {
    return TIME.test(this.peek(ahead));
  }

  /** Parses a time with its unit, in microseconds. */
  time(what: string): number {
    const match = TIME.exec(this.peek());
    if (match === null) this.refuse(`${what} is a time with its unit, such as 200ms, 2s or 50us`);
    this.at++;
    const [, sign, number = '0', unit = 'us'] = match;
    const us = Math.round(Number(number) * (UNITS[unit] ?? 1));
    return sign === '-' ? -us : us;
  }

  /** Parses a process number: `replica 2`, `client 4` or `2`. */
  process(what: string): number {
    const kind = this.peek();
    if (kind === 'replica' || kind === 'client') this.at++;
    const word = this.peek();
    if (kind === 'client' && word === '0')
      this.refuse('process 0 is a replica: clients come after the replicas');
    if (!/^\d{1,2}$/.test(word)) this.refuse(`${what} needs a process, such as "replica 0"`);
    this.at++;
    return Number(word);
  }
}
