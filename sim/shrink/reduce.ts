/**
 * Removes as much of a list as possible: large parts first, then ever smaller ones (the complement step of ddmin,
 * Zeller and Hildebrandt 2002). `without` tries the given parts and returns the index of the first that could be removed,
 * or -1; after a removal, `items` is called again.
 * `finest` is the minimum part size: on a long list, single items cost much and gain little.
 */
export async function reduce<T>(
  items: () => Promise<readonly T[]> | readonly T[],
  without: (parts: Iterable<readonly T[]>) => Promise<number>,
  finest: (length: number) => number = () => 1,
): Promise<void> {
  let all = await items();
  if (all.length > 1 && (await without([all])) === 0) return;
  const least = Math.max(1, finest(all.length));
  for (let size = Math.ceil(all.length / 2); size >= least; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end: later items depend on earlier ones, rarely the reverse.
    for (let end = all.length; end > 0; ) {
      const found = await without(partsOf(all, end, size));
      if (found < 0) break;
      all = await items();
      end = Math.min(Math.max(0, end - (found + 1) * size), all.length);
    }
  }
}

/** Parts of that size, last first. */
function* partsOf<T>(all: readonly T[], before: number, size: number): Generator<readonly T[]> {
  for (let end = before; end > 0; end -= size) yield all.slice(Math.max(0, end - size), end);
}
