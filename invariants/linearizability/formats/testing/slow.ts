/** An event as a slow reader finds it, values as canonical texts. */
export interface SlowEvent {
  readonly process: string;
  readonly type: string;
  readonly f: string;
  readonly key: string | undefined;
  readonly value: string | undefined;
}

/** An operation with times, as multiples of 10^-9. */
export interface SlowOperation {
  readonly line: number;
  readonly process: string;
  readonly f: string;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly result: string | undefined;
  readonly ok: boolean;
  readonly call: bigint;
  readonly end: bigint | undefined;
}

/** The file is to be refused. */
export class Refused extends Error {}

export function refuse(why: string): never {
  throw new Refused(why);
}

/** A decimal number without regard to how it was written: its digits and their power of ten. */
export function decimalOf(text: string): string {
  const [mantissa = '', power = '0'] = text.replace(/^\+/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  let digits = BigInt(whole + fraction);
  let exponent = BigInt(power) - BigInt(fraction.length);
  if (digits === 0n) return '0';
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1n;
  }
  return `${mantissa.startsWith('-') ? '-' : ''}${digits}*10^${exponent}`;
}

/** A time as multiples of 10^-24, if it has no more than 21 digits before the point and 24 behind it. */
export function timeOf(text: string): bigint | undefined {
  const [, sign, digits = '0', power = '0'] = /^(-?)(\d+)(?:\*10\^(-?\d+))?$/.exec(decimalOf(text)) ?? [];
  const exponent = BigInt(power);
  const before = BigInt(digits.length) + exponent;
  if (exponent < -24n || before > 21n) return undefined;
  const units = BigInt(digits) * 10n ** (exponent + 24n);
  return sign === '-' ? -units : units;
}
