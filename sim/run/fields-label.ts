/** A word that describes what a process is doing, as opposed to data: `leader`, `catching-up`. */
const WORD = /^[A-Za-z][A-Za-z-]{0,23}$/;

/**
 * Default label of a process, derived from its state: its string fields that are single words, and the names of its true flags.
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
