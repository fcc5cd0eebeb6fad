import { PredicateError } from './predicate-error.ts';

export interface Token {
  readonly kind: 'name' | 'value' | 'sign' | 'end';
  /** A name, or a sign. */
  readonly text: string;
  /** A literal: a number or a text. */
  readonly value?: number | bigint | string;
  /** Offset of its first character. */
  readonly at: number;
}

const PARTS: readonly (readonly [Token['kind'] | 'space' | 'text', RegExp])[] = [
  ['space', /\s+/y],
  ['name', /[A-Za-z_$][\w$]*/y],
  ['value', /(?:0x[\da-f]+n?|\d[\d_]*(?:n|(?:\.\d+)?(?:e[+-]?\d+)?))(?![\w$])/iy],
  ['text', /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`/y],
  ['sign', /===|!==|\?\.|\?\?|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]=]/y],
];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' };

/** @throws PredicateError */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === undefined) throw new PredicateError(text, at, wrongSign(text[at] ?? ''));
    if (token.kind !== 'space') tokens.push({ ...token, kind: token.kind, at });
    at += token.length;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

type Found = Omit<Token, 'kind' | 'at'> & { readonly kind: Token['kind'] | 'space'; readonly length: number };

function tokenAt(text: string, at: number): Found | undefined {
  for (const [kind, pattern] of PARTS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const { length } = found;
    if (kind === 'text') return { kind: 'value', text: found, value: unquoted(found), length };
    return kind === 'value'
      ? { kind, text: found, value: numberIn(found), length }
      : { kind, text: found, length };
  }
  return undefined;
}

const unquoted = (quoted: string): string =>
  quoted.slice(1, -1).replaceAll(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign);

function numberIn(text: string): number | bigint {
  const digits = text.replaceAll('_', '');
  return digits.endsWith('n') ? BigInt(digits.slice(0, -1)) : Number(digits);
}

function wrongSign(sign: string): string {
  if (/['"`]/.test(sign)) return 'this text does not end';
  if (/[{}]/.test(sign)) return 'only an expression can stand here: no blocks, no objects';
  return 'this sign means nothing here';
}
