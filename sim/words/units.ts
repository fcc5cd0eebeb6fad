/** `18204` as `18,204`. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Virtual time for people: `412 µs`, `3.4 ms`, `3.412 s`, `61 min`. */
export function duration(us: number): string {
  if (us < 1000) return `${us} µs`;
  if (us < 1_000_000) return `${trimmed(us / 1000, us < 10_000 ? 2 : 1)} ms`;
  if (us < 600_000_000) return `${trimmed(us / 1_000_000, 3)} s`;
  return `${count(Math.round(us / 60_000_000))} min`;
}

/** A rate per million as per cent: `3 %`, `0.05 %`. */
export const percentOfMillion = (ppm: number): string => `${trimmed(ppm / 10_000, ppm < 10_000 ? 2 : 1)} %`;

/** A share of a whole: `3.1 %`; `<0.1 %` rather than a wrong zero. */
export function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? '<0.1 %' : `${trimmed(percent, 1)} %`;
}

/** Steps per second, to two digits that mean something. */
export function speed(stepsPerSecond: number): string {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, stepsPerSecond))) - 1);
  return `${count(Math.round(stepsPerSecond / scale) * scale)} steps/s`;
}

/** `3 replicas`, `1 replica`. */
export const several = (amount: number, noun: string): string =>
  `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;

/** `duplicatedAcrossRestart` as `duplicated across restart`. */
export const words = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('-', ' ');

const trimmed = (value: number, digits: number): string => {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
