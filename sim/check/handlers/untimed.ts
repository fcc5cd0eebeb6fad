/**
 * Time in a world without time. Handlers read 0, and timer handlers read `LATE`: every deadline that was ever noted has then passed, which
 * is what a timer that fires means. What a timer handler notes as its present becomes 0 again when it returns ({@link settleTime}), so that
 * no state tells when it came to be. This is sound where handlers only compare times with the present, and use delays for timers only.
 */
export const LATE = 2 ** 52;

/** No honest number of a state is as large: times of a timer handler are. */
const TIMED = 2 ** 51;

/** Takes {@link LATE} out of every number that has it in it. `value` belongs to the caller; returned is what stands in its place. */
export function settleTime(value: unknown): unknown {
  if (typeof value === 'number') return value >= TIMED ? value - LATE : value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = settleTime(value[i]);
    return value;
  }
  if (value instanceof Map) {
    for (const [key, item] of value) value.set(key, settleTime(item));
    return value;
  }
  if (value instanceof Set) return value;
  const fields = value as Record<string, unknown>; // plain data: nothing else is left
  for (const key in fields) {
    const settled = settleTime(fields[key]);
    if (settled !== fields[key]) fields[key] = settled;
  }
  return value;
}
