/**
 * Leaves out as much of a list as possible: large parts first, then ever smaller ones (the complement step of ddmin,
 * Zeller and Hildebrandt 2002). `without` tries to do without some items; when it could, `items` is asked anew.
 * `finest` is the size below which no part is tried: on a long list single items cost much and bring little.
 */
export async function reduce<T>(
  items: () => readonly T[],
  without: (part: readonly T[]) => Promise<boolean>,
  finest: (length: number) => number = () => 1,
): Promise<void> {
  let all = items();
  if (all.length > 1 && (await without(all))) return;
  const least = Math.max(1, finest(all.length));
  for (let size = Math.ceil(all.length / 2); size >= least; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end: what is late depends on what is early, hardly ever the other way round.
    for (let end = all.length; end > 0; ) {
      const start = Math.max(0, end - size);
      if (await without(all.slice(start, end))) {
        all = items();
        end = Math.min(start, all.length);
      } else {
        end = start;
      }
    }
  }
}
