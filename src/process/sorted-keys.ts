/** As many keys are sorted by hand: they are nearly in order, and a general sort takes longer to begin. */
const FEW_KEYS = 16;

/** Keys of an object by UTF-16 code units. */
export function sortedKeys(fields: object): string[] {
  const keys = Object.keys(fields);
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string; // within the array
    let at = i;
    for (; at > 0; at--) {
      const before = keys[at - 1] as string; // likewise
      if (before <= key) break;
      keys[at] = before;
    }
    keys[at] = key;
  }
  return keys;
}
