import { BadInput } from './bad-input.ts';

/** The value of an option as a whole number from `min` on. */
export function parseInteger(option: string, text: string, min: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min)) throw new BadInput(`${option} ${text}: a whole number from ${min} on is needed`);
  return value;
}
