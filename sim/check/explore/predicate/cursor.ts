import { PredicateError } from './predicate-error.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A place among the tokens of a text. */
export class Cursor {
  protected place = 0;
  private readonly text: string;
  private readonly tokens: readonly Token[];

  /** @throws PredicateError */
  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  protected get token(): Token {
    return this.tokens[this.place] ?? { kind: 'end', text: '', at: this.text.length };
  }

  protected wrong(sentence: string, { at } = this.token): PredicateError {
    return new PredicateError(this.text, at, sentence);
  }

  protected skips(sign: string): boolean {
    const { kind, text } = this.token;
    const isThere = kind === 'sign' && text === sign;
    if (isThere) this.place += 1;
    return isThere;
  }

  protected expect(sign: string): void {
    if (!this.skips(sign)) throw this.wrong(`${sign} is missing`);
  }

  protected nameHere(what: string): string {
    const { kind, text } = this.token;
    if (kind !== 'name') throw this.wrong(`${what} is missing`);
    this.place += 1;
    return text;
  }
}
