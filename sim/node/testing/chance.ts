/** 32 bits from numbers and a name, by integer arithmetic only. */
export function keyedBits(seed: number, name: string, index: number): number {
  let state = (seed ^ 0x9e3779b9) | 0;
  for (let at = 0; at < name.length; at++) state = Math.imul(state ^ name.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ index, 0x85ebca6b);
  state ^= state >>> 13;
  state = Math.imul(state, 0xc2b2ae35);
  state ^= state >>> 16;
  state = Math.imul(state + index, 0x27d4eb2f);
  return (state ^ (state >>> 15)) >>> 0;
}
