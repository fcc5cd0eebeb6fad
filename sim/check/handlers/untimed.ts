/**
 * The clock in a model without time. Handlers read 0, and timer handlers read `LATE`: every recorded deadline has then passed,
 * which is
 * the meaning of a timer firing. The times a timer handler stores become 0 again when it returns ({@link settleTime}), so that
 * states do
 * not record when they arose. Sound if handlers only compare times with the clock, and use delays for timers only.
 */
export const LATE = 2 ** 52;

/** No genuine number in a state is this large, but the times of a timer handler are. */
const TIMED = 2 ** 51;

/** Removes {@link LATE} from every number derived from it. The caller owns `value`; returns the replacement. */
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
  const fields = value as Record<string, unknown>; // plain data: the only case left
  for (const key in fields) {
    const settled = settleTime(fields[key]);
    if (settled !== fields[key]) fields[key] = settled;
  }
  return value;
}
