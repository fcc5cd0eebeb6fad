const SHOWN_MAX = 20;

/** Error in a predicate: one sentence, with its position. */
export class PredicateError extends Error {
  override readonly name = 'PredicateError';

  constructor(text: string, at: number, sentence: string) {
    super(`${placeIn(text, at)}: ${sentence}`);
  }
}

/** `character 5, at "= 3"`. */
function placeIn(text: string, at: number): string {
  const rest = text.slice(at);
  if (rest.trim() === '') return `at the end, character ${text.length + 1}`;
  const shown = rest.length > SHOWN_MAX ? `${rest.slice(0, SHOWN_MAX)}…` : rest;
  return `character ${at + 1}, at ${JSON.stringify(shown)}`;
}
