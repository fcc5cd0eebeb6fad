/** `12,345`. */
export const count = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export const perSecond = (amount: number, elapsedMs: number): number =>
  elapsedMs <= 0 ? 0 : (amount * 1000) / elapsedMs;

/** `3.1 %`, and `<0.1 %` rather than a wrong zero. */
export function percent(part: number, whole: number): string {
  const value = whole === 0 ? 0 : (100 * part) / whole;
  return value > 0 && value < 0.1 ? '<0.1 %' : `${Number(value.toFixed(1))} %`;
}

/** `2026-01-31 12:05` in UTC, the same for all viewers. */
export const moment = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
}
