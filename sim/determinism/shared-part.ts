/** Where a state has something that belongs to another one. */
export interface SharedPart {
  readonly owner: string;
  readonly path: string;
}

/** The first object in a value that another owner has, too. What is frozen may be shared. Owners are noted on the way. */
export function sharedPart(
  value: unknown,
  path: string,
  owner: string,
  owners: Map<object, string>,
  seen: Set<object>,
): SharedPart | undefined {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || seen.has(value))
    return undefined;
  seen.add(value);
  const other = owners.get(value);
  if (other !== undefined && other !== owner) return { owner: other, path: path.replace(/^\./, '') };
  owners.set(value, owner);
  if (ArrayBuffer.isView(value)) return undefined;
  const parts: Iterable<readonly [unknown, unknown]> =
    value instanceof Map ? value : Object.entries(value instanceof Set ? [...value] : value);
  for (const [key, part] of parts) {
    const found = sharedPart(part, `${path}.${String(key)}`, owner, owners, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
