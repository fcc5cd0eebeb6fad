/** Freezes plain data through and through, so that changing a sent message throws where it happens. */
export function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  if (ArrayBuffer.isView(value)) return; // cannot be frozen; wire mode separates these
  Object.freeze(value);
  if (Array.isArray(value)) for (const item of value) deepFreeze(item);
  else for (const key in value) deepFreeze((value as Record<string, unknown>)[key]); // a plain object
}

/** Objects found to be frozen through and through. That never changes, so nobody needs to look again. */
const frozen = new WeakSet<object>();

/** Whether nobody can change anything in an array or plain object. A Map, a Set or a typed array can always be changed. */
export function isDeeplyFrozen(value: object): boolean {
  if (frozen.has(value)) return true; // cheaper than the next question
  if (!Object.isFrozen(value)) return false;
  const seen = new Set<object>();
  if (!isFrozenInside(value, seen)) return false;
  for (const part of seen) frozen.add(part);
  return true;
}

/** An object that is being looked at already counts as frozen: what it contains decides. */
function isFrozenInside(value: object, seen: Set<object>): boolean {
  if (seen.has(value) || frozen.has(value)) return true;
  if (!Object.isFrozen(value) || !isArrayOrPlain(value)) return false;
  seen.add(value);
  for (const item of Object.values(value)) {
    if (typeof item === 'function' || typeof item === 'symbol') return false; // no plain data
    if (typeof item === 'object' && item !== null && !isFrozenInside(item, seen)) return false;
  }
  return true;
}

function isArrayOrPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
