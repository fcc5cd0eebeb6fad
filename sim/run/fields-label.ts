/** A word that says what a process is doing, and no data: `leader`, `catching-up`. */
const WORD = /^[A-Za-z][A-Za-z-]{0,23}$/;

/**
 * What a process of any kind is doing, as far as its state says so in words: its texts that are words, and the names of what is true.
 * `{ role: 'leader', voted: true, term: 7, value: '0.12' }` is `leader voted`.
 */
export function fieldsLabel(state: object): string {
  const words: string[] = [];
  for (const [name, value] of Object.entries(state)) {
    if (typeof value === 'string' && WORD.test(value)) words.push(value);
    else if (value === true) words.push(name);
  }
  return words.join(' ');
}
