import { didYouMean } from '../words/did-you-mean.ts';

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
  throw new TypeError(`${where}: there is no field \`${odd}\`; ${didYouMean(odd, names)}`);
}
