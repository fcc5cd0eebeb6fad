/** Start of a rolling hash. */
export const HASH_SEED = 0x811c9dc5 | 0;

/** Continues a rolling hash with the characters of a text: rolling over `a` and then `b` is rolling over `a + b`. */
export function rollText(hash: number, text: string): number {
  let rolled = hash;
  for (let i = 0; i < text.length; i++) rolled = Math.imul(rolled ^ text.charCodeAt(i), 0x01000193);
  return rolled;
}

/** Continues a rolling hash with an integer. */
export function rollNumber(hash: number, value: number): number {
  const low = Math.imul(hash ^ (value | 0), 0x85ebca6b);
  return Math.imul(low ^ (low >>> 13) ^ Math.floor(value / 0x1_0000_0000), 0xc2b2ae35);
}

/** Mixes the bits of a rolling hash, so that a sum of several is as good as each. */
export function scatter(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}
