import { decimalOf, refuse, type SlowEvent } from './slow.ts';

const BLANK = /(?:[ \t\n\r\f\v,]|;[^\n]*)*/y;
/** Up to what ends a token. */
const TOKEN = /[^ \t\n\r\f\v,"()[\]{};\\]+/y;
const NAME = /^(?:[a-zA-Z0-9.*+!\-_?$%&=<>/:#'|]|[^\0-\x7f])+$/;
const CLOSE: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

type Form =
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'list' | 'set'; readonly items: readonly Form[] }
  | { readonly kind: 'map'; readonly fields: readonly (readonly [Form, Form])[] }
  | { readonly kind: 'tagged'; readonly tag: string; readonly form: Form };

/** EDN by regular expressions: nothing is shared with the reader under test. */
export class SlowEdn {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Undefined at the end, and before a bracket that closes. */
  next(): Form | undefined {
    this.match(BLANK);
    const rest = this.text.slice(this.at);
    if (rest === '' || /^[)\]}]/.test(rest)) return undefined;
    if (rest.startsWith('#_')) {
      this.at += 2;
      this.form();
      return this.next();
    }
    return this.form();
  }

  form(): Form {
    this.match(BLANK);
    if (this.text.startsWith('#_', this.at)) {
      this.at += 2;
      this.form();
      return this.form();
    }
    const first = this.text[this.at] ?? refuse('the end');
    if (first in CLOSE) {
      const items = this.items(first);
      return first === '{' ? mapOf(items) : { kind: 'list', items };
    }
    if (first === '"') return { kind: 'atom', text: this.string() };
    if (first === '\\') return { kind: 'atom', text: this.character() };
    if (first === '#') return this.hash();
    const token = this.match(TOKEN);
    if (/^[+-]?\d/.test(token)) return { kind: 'atom', text: numberOf(token) };
    if (!NAME.test(token) || token.startsWith("'")) return refuse('no symbol');
    if (token.startsWith(':')) {
      const name = token.slice(1);
      if (name === '' || name.startsWith(':') || (name !== '/' && /^\/|\/$/.test(name)))
        return refuse('no keyword');
    } else if (token.length > 1 && /^\/|[/:]$/.test(token)) return refuse('no symbol');
    return { kind: 'atom', text: token };
  }

  private items(open: string): Form[] {
    this.at += 1;
    const items: Form[] = [];
    for (;;) {
      const item = this.next();
      if (item !== undefined) items.push(item);
      else if (this.text[this.at] === CLOSE[open]) {
        this.at += 1;
        return items;
      } else return refuse('no end');
    }
  }

  private string(): string {
    const raw = this.match(/"(?:[^"\\]|\\[\s\S])*"/y);
    if (raw === '') return refuse('no string');
    let said = '';
    for (let i = 1; i < raw.length - 1; i += 1) {
      if (raw[i] !== '\\') said += raw[i];
      else {
        const code = /^(?:u[0-9a-fA-F]{4}|o?(?:[0-3][0-7]{2}|[0-7]{1,2})|[trnbf\\"])/.exec(
          raw.slice(i + 1, -1),
        )?.[0];
        if (code === undefined) return refuse('no escape');
        i += code.length;
        if (/^u/.test(code)) said += String.fromCharCode(Number(`0x${code.slice(1)}`));
        else if (/[0-7]$/.test(code)) said += String.fromCharCode(Number.parseInt(code.replace('o', ''), 8));
        else said += { t: '\t', r: '\r', n: '\n', b: '\b', f: '\f' }[code] ?? code;
      }
    }
    return JSON.stringify(said);
  }

  private character(): string {
    this.at += 1;
    const first = this.match(/[\s\S]/uy);
    const name = first + this.match(TOKEN);
    const words: Readonly<Record<string, string>> = {
      newline: '\n',
      return: '\r',
      space: ' ',
      tab: '\t',
      formfeed: '\f',
      backspace: '\b',
    };
    const code = /^u([0-9a-fA-F]{4})$/.exec(name)?.[1];
    const octal = /^o([0-3][0-7]{2}|[0-7]{1,2})$/.exec(name)?.[1];
    if (code !== undefined) return `\\${String.fromCharCode(Number(`0x${code}`))}`;
    if (octal !== undefined) return `\\${String.fromCharCode(Number.parseInt(octal, 8))}`;
    if (words[name] !== undefined) return `\\${words[name]}`;
    return [...name].length === 1 && !/\s/.test(name) ? `\\${name}` : refuse('no character');
  }

  private hash(): Form {
    const second = this.text[this.at + 1] ?? '';
    if (second === '{') {
      this.at += 1;
      const items = this.items('{');
      if (new Set(items.map(canonical)).size < items.length) return refuse('twice');
      return { kind: 'set', items };
    }
    const token = this.match(TOKEN);
    if (/^##(?:Inf|-Inf|NaN)$/.test(token)) return { kind: 'atom', text: token };
    if (/^#:./.test(token) && NAME.test(token) && this.text[this.at] === '{') {
      const form = mapOf(this.items('{'));
      if (form.kind !== 'map') return form;
      return mapOf(form.fields.flatMap(([name, value]) => [spaced(name, token.slice(2)), value]));
    }
    if (!/^#[a-zA-Z]/.test(token) || !NAME.test(token)) return refuse('no tag');
    const form = this.form();
    const tag = token.slice(1);
    const said = form.kind === 'atom' && form.text.startsWith('"') ? (JSON.parse(form.text) as string) : '';
    if (tag === 'inst') return { kind: 'tagged', tag, form: { kind: 'atom', text: instant(said) } };
    if (tag === 'uuid' && !/^[0-9a-fA-F]{1,8}(-[0-9a-fA-F]{1,4}){3}-[0-9a-fA-F]{1,12}$/.test(said))
      return refuse('no uuid');
    if (tag !== 'uuid') return { kind: 'tagged', tag, form };
    const groups = said.split('-').map((group) => BigInt(`0x${group}`));
    return { kind: 'tagged', tag, form: { kind: 'atom', text: groups.join('-') } };
  }
}

function spaced(name: Form, space: string): Form {
  if (name.kind !== 'atom' || !/^:|^[a-zA-Z.*!_?$%&=<>]/.test(name.text)) return name;
  if (/^(?:nil|true|false|##.*)$/.test(name.text)) return name;
  const colon = name.text.startsWith(':') ? ':' : '';
  const own = name.text.slice(colon.length);
  if (own.startsWith('_/')) return { kind: 'atom', text: colon + own.slice(2) };
  return own.includes('/') ? name : { kind: 'atom', text: `${colon}${space}/${own}` };
}

function mapOf(items: readonly Form[]): Form {
  if (items.length % 2 === 1) return refuse('odd');
  const fields: (readonly [Form, Form])[] = [];
  for (let i = 0; i + 1 < items.length; i += 2)
    fields.push([items[i] ?? refuse(''), items[i + 1] ?? refuse('')]);
  if (new Set(fields.map(([name]) => canonical(name))).size < fields.length) return refuse('twice');
  return { kind: 'map', fields };
}

function numberOf(token: string): string {
  const hexadecimal = /^([+-]?)(0[xX][0-9a-fA-F]+)N?$/.exec(token);
  if (hexadecimal !== null) return `i${decimalOf(`${hexadecimal[1]}${BigInt(hexadecimal[2] ?? '')}`)}`;
  if (/^[+-]?(0|[1-9]\d*)N?$/.test(token)) return `i${decimalOf(token.replace('N', ''))}`;
  if (/^[+-]?(0|[1-9]\d*)(\.\d*)?([eE][+-]?\d+)?M?$/.test(token))
    return `${token.endsWith('M') ? 'm' : 'f'}${decimalOf(token.replace('M', ''))}`;
  const [, above, below] = /^([+-]?\d+)\/(\d+)$/.exec(token) ?? [];
  if (above === undefined || below === undefined || BigInt(below) === 0n) return refuse('no number');
  let [top, bottom] = [BigInt(above.replace('+', '')), BigInt(below)];
  for (let i = 2n; i <= bottom; i += 1n)
    while (top % i === 0n && bottom % i === 0n) [top, bottom] = [top / i, bottom / i];
  return bottom === 1n ? `i${decimalOf(String(top))}` : `r${top}/${bottom}`;
}

function instant(text: string): string {
  const match =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?)?)?(?:Z|([+-]\d\d):(\d\d))?$/.exec(
      text,
    );
  if (match === null) return refuse('no instant');
  const part = (i: number, otherwise: number): number =>
    match[i] === undefined ? otherwise : Number(match[i]);
  const [month, day, hour, minute, second] = [part(2, 1), part(3, 1), part(4, 0), part(5, 0), part(6, 0)];
  const leap = second === 60 && minute === 59;
  // biome-ignore lint/style/noRestrictedGlobals: it reads a date out of a text, and no clock.
  const date = new Date(0);
  date.setUTCFullYear(part(1, 0), month - 1, day);
  const isThere =
    month >= 1 && month <= 12 && day >= 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  if (!isThere || (second > 59 && !leap) || Math.abs(part(8, 0)) > 23 || part(9, 0) > 59)
    return refuse('no time');
  const away = (match[8] ?? '+').startsWith('-') ? -1 : 1;
  const offset = away * (60 * Math.abs(part(8, 0)) + part(9, 0));
  const minutes = BigInt(date.getTime() / 60_000) + BigInt(60 * hour + minute - offset);
  return `${minutes}~${second}~${(match[7] ?? '').replace(/0+$/, '')}`;
}

export function canonical(form: Form): string {
  switch (form.kind) {
    case 'atom':
      return form.text;
    case 'list':
      return `[${form.items.map(canonical).join(' ')}]`;
    case 'set':
      return `#{${form.items.map(canonical).sort().join(' ')}}`;
    case 'map':
      return `{${form.fields
        .map(([name, value]) => `${canonical(name)} ${canonical(value)}`)
        .sort()
        .join()}}`;
    case 'tagged':
      return `#${form.tag}~${canonical(form.form)}`;
  }
}

export function slowEdn(text: string): SlowEvent[] {
  const edn = new SlowEdn(text);
  const events: SlowEvent[] = [];
  for (let form = edn.next(); form !== undefined; form = edn.next())
    for (const each of form.kind === 'list' ? form.items : [form]) events.push(...eventOf(each));
  if (edn.at < text.length) refuse('closes nothing');
  return events;
}

function eventOf(form: Form): SlowEvent[] {
  const map = form.kind === 'tagged' ? form.form : form;
  if (map.kind !== 'map' || (form.kind === 'tagged' && /^(inst|uuid)$/.test(form.tag)))
    return refuse('no map');
  const field = (name: string): string | undefined => {
    const found = map.fields.find(([key]) => key.kind === 'atom' && key.text === `:${name}`);
    return found === undefined ? undefined : canonical(found[1]);
  };
  const process = field('process') ?? 'nil';
  const type = /^:(invoke|ok|fail|info)$/.exec(field('type') ?? '')?.[1] ?? refuse('no type');
  if (process === 'nil') return refuse('no process');
  if (/^(:nemesis|nemesis|"nemesis")$/.test(process)) return [];
  const f = field('f') ?? 'nil';
  const isNumber = /^[imfr]-?\d|^\\|^[#[{]|^(nil|true|false)$/.test(f);
  if (isNumber) return refuse('no name');
  const key = field('key');
  return [{ process, type, f, key: key === 'nil' ? undefined : key, value: field('value') }];
}
