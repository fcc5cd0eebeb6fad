/** Freezes plain data through and through, so that changing a sent message throws where it happens. */
export function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  if (ArrayBuffer.isView(value)) return; // cannot be frozen; wire mode separates these
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
}
