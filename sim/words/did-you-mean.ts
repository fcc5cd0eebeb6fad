/** Letters that two names must share at their beginning, so that one may be meant by the other: half of a short one. */
const SHARED_MIN = 3;

/** Ends a sentence about a name that does not exist: the name that may be meant, or all there are. */
export function didYouMean(odd: string, names: readonly string[]): string {
  const meant = names.toSorted((a, b) => sharedLetters(b, odd) - sharedLetters(a, odd))[0];
  if (meant === undefined) return 'there are none';
  return sharedLetters(meant, odd) >= Math.min(SHARED_MIN, Math.ceil(odd.length / 2))
    ? `did you mean \`${meant}\`?`
    : `there are ${names.join(', ')}`;
}

function sharedLetters(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  let shared = 0;
  while (shared < x.length && x[shared] === y[shared]) shared++;
  return shared;
}
