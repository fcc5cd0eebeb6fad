import { decimalOf, refuse, type SlowEvent, type SlowOperation, timeOf } from './slow.ts';

type Value =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Value>; readonly line: number };

const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(String.raw`[ \t\r\n]*(?:[[\]{},:]|${STRING}|${NUMBER}|true|false|null)`, 'y');

/** JSON by regular expressions and strings: nothing is shared with the reader under test. */
export function slowJson(text: string): { events: SlowEvent[]; operations: SlowOperation[] } {
  const tokens = tokensOf(text);
  const events: SlowEvent[] = [];
  const operations: SlowOperation[] = [];
  let at = 0;
  const value = (): Value => {
    const token = tokens[at] ?? refuse('the end');
    at += 1;
    const first = token.text[0] ?? '';
    if (token.text === '[') {
      const items: Value[] = [];
      list(']', () => items.push(value()));
      return { kind: 'array', items };
    }
    if (token.text === '{') {
      const fields = new Map<string, Value>();
      list('}', () => {
        const name = tokens[at]?.text ?? '';
        if (!name.startsWith('"') || tokens[at + 1]?.text !== ':') refuse('no name');
        at += 2;
        const known = JSON.parse(name) as string; // a string of JSON
        if (fields.has(known)) refuse('twice');
        fields.set(known, value());
      });
      return { kind: 'object', fields, line: token.line };
    }
    if (first === '"') return { kind: 'scalar', text: JSON.stringify(JSON.parse(token.text)) };
    if (/^(true|false|null)$/.test(token.text)) return { kind: 'scalar', text: token.text };
    if (/[-\d]/.test(first)) return { kind: 'number', digits: token.text };
    return refuse('no value');
  };
  const list = (close: string, item: () => void): void => {
    if (tokens[at]?.text === close) {
      at += 1;
      return;
    }
    for (;;) {
      item();
      at += 1;
      if (tokens[at - 1]?.text === close) return;
      if (tokens[at - 1]?.text !== ',') refuse('no comma');
    }
  };
  let plain = 0;
  while (at < tokens.length) {
    const one = value();
    for (const each of one.kind === 'array' ? one.items : [one]) {
      if (each.kind !== 'object') refuse('no object');
      else if (each.fields.has('call')) operations.push(...operation(each.fields, each.line));
      else {
        const found = event(each.fields);
        plain += found.length;
        events.push(...found);
      }
    }
  }
  if (operations.length > 0 && plain > 0) refuse('both');
  return { events, operations };
}

function tokensOf(text: string): { text: string; line: number }[] {
  const tokens: { text: string; line: number }[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (/[^ \t\r\n]/.test(text.slice(at))) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return refuse('no token');
    at = TOKEN.lastIndex;
    const [whole] = match;
    const line = text.slice(0, at).split('\n').length;
    tokens.push({ text: whole.replace(/^[ \t\r\n]*/, ''), line });
  }
  return tokens;
}

function canonical(value: Value): string {
  switch (value.kind) {
    case 'scalar':
      return value.text;
    case 'number':
      return decimalOf(value.digits);
    case 'array':
      return `[${value.items.map(canonical).join()}]`;
    case 'object':
      return `{${[...value.fields]
        .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
        .sort()
        .join()}}`;
  }
}

function field(fields: ReadonlyMap<string, Value>, ...names: readonly string[]): string | undefined {
  const found = names.flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [canonical(value)];
  });
  if (new Set(found).size > 1) refuse('two things');
  return found[0];
}

const keyOf = (fields: ReadonlyMap<string, Value>): string | undefined => {
  const key = field(fields, 'key');
  return key === 'null' ? undefined : key;
};

const nameOf = (f: string | undefined): string =>
  f?.startsWith('"') ? (JSON.parse(f) as string) : refuse('no name');

function event(fields: ReadonlyMap<string, Value>): SlowEvent[] {
  const process = field(fields, 'process', 'client') ?? refuse('no process');
  const f = field(fields, 'f', 'op');
  const type = ['invoke', 'ok', 'fail', 'info'].find((known) => field(fields, 'type') === `"${known}"`);
  if (process === 'null' || type === undefined || fields.has('ok') || fields.has('return'))
    return refuse('no event');
  if (process === '"nemesis"') return [];
  const value = field(fields, 'result') ?? field(fields, 'value');
  return [{ process, type, f: nameOf(f), key: keyOf(fields), value }];
}

function operation(fields: ReadonlyMap<string, Value>, line: number): SlowOperation[] {
  const process = field(fields, 'client', 'process') ?? refuse('no process');
  const f = field(fields, 'op', 'f');
  const time = (name: string): bigint | undefined => {
    const value = fields.get(name);
    if (value?.kind !== 'number') return undefined;
    return timeOf(value.digits) ?? refuse('too long a time');
  };
  const call = time('call') ?? refuse('no call');
  const end = time('return');
  if (end === undefined && field(fields, 'return') !== 'null') refuse('no return');
  const ok = field(fields, 'ok') ?? 'true';
  if (process === 'null' || !['true', 'false', 'null'].includes(ok)) refuse('no ok');
  if (process === '"nemesis"') return [];
  if (end !== undefined && end < call) refuse('backwards');
  const value = field(fields, 'value');
  return [
    {
      line,
      process,
      f: nameOf(f),
      key: keyOf(fields),
      value,
      result: field(fields, 'result'),
      ok: ok !== 'false',
      call,
      end,
    },
  ];
}
