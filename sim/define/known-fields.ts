/** Letters that two names must share at their beginning, so that one may be meant by the other. */
const SHARED_MIN = 3;

/**
 * A field that does not exist would be ignored in silence, and what its author wanted with it.
 * @throws TypeError in one sentence
 */
export function refuseUnknownFields(
  where: string,
  given: object,
  known: Readonly<Record<string, true>>,
): void {
  const names = Object.keys(known);
  const odd = Object.keys(given).find((name) => !names.includes(name));
  if (odd === undefined) return;
  const meant = names.toSorted((a, b) => sharedLetters(b, odd) - sharedLetters(a, odd))[0] ?? '';
  const hint =
    sharedLetters(meant, odd) >= SHARED_MIN ? `did you mean \`${meant}\`?` : `there are ${names.join(', ')}`;
  throw new TypeError(`${where}: there is no field \`${odd}\`; ${hint}`);
}

function sharedLetters(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  let shared = 0;
  while (shared < x.length && x[shared] === y[shared]) shared++;
  return shared;
}
