/** Columns that a line may have in this repository. */
const WIDTH = 110;

interface Style {
  readonly text: (value: string) => string;
  readonly key: (name: string) => string;
  /** After the last field or item of several lines. */
  readonly comma: string;
}

/** Plain data as source text, laid out as the rest of the repository is. */
export const asSource = (value: unknown): string => laidOut(value, SOURCE, '', 0);

/** Plain data as JSON, laid out as the rest of the repository is. */
export const asJson = (value: unknown): string => `${laidOut(value, JSON_STYLE, '', 0)}\n`;

function laidOut(value: unknown, style: Style, indent: string, used: number): string {
  if (typeof value === 'string') return style.text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const several = (open: string, lines: readonly string[], close: string): string =>
    `${open}\n${lines.join(',\n')}${style.comma}\n${indent}${close}`;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const line = `[${items.map((item) => laidOut(item, style, inner, 0)).join(', ')}]`;
    if (!line.includes('\n') && used + line.length + 1 <= WIDTH) return line;
    return several(
      '[',
      items.map((item) => `${inner}${laidOut(item, style, inner, inner.length)}`),
      ']',
    );
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0) return '{}';
  const lines = fields.map(([name, field]) => {
    const start = `${inner}${style.key(name)}: `;
    return `${start}${laidOut(field, style, inner, start.length)}`;
  });
  return several('{', lines, '}');
}

const json = (text: string): string => JSON.stringify(text);

/** A string literal, in single quotes unless that needs more escapes. */
export function quoted(text: string): string {
  const literal = json(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  if (text.includes("'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"')}'`;
}

const SOURCE: Style = {
  text: quoted,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)),
  comma: ',',
};
const JSON_STYLE: Style = { text: json, key: json, comma: '' };
