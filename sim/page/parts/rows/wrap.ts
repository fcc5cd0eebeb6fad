/** Anything but plain ASCII may be twice as wide as a letter, or be shown as an escape. */
const UNUSUAL = /[^\x20-\x7e]/;

/** Texts are broken at spaces, and within words that are longer than half a line. */
export function linesOf(text: string, columns: number): readonly string[] {
  if (text.length <= columns && !UNUSUAL.test(text)) return [text];
  const lines: string[] = [];
  let rest = text;
  while (rest !== '') {
    const fits = fitting(rest, columns);
    if (fits >= rest.length) {
      lines.push(rest);
      break;
    }
    const space = rest.lastIndexOf(' ', fits);
    const end = space > fits / 2 ? space : fits;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^ /, '');
  }
  return lines;
}

/** How many lines that makes, without making them: asked of every event of a run. */
export function lineCount(text: string, columns: number): number {
  return text.length <= columns && !UNUSUAL.test(text) ? 1 : linesOf(text, columns).length;
}

/** How many signs of a text fit into a line. */
function fitting(text: string, columns: number): number {
  if (!UNUSUAL.test(text)) return columns;
  let used = 0;
  let length = 0;
  for (const sign of text) {
    used += sign >= ' ' && sign <= '~' ? 1 : 2;
    if (used > columns && length > 0) break;
    length += sign.length;
  }
  return length;
}
