/** Digits that are written out; longer numbers keep an exponent. */
const PLAIN_MAX = 1000;

/**
 * The one canonical text of a decimal number, exactly: `1.50e1`, `15.0` and `15` are `15`. Numbers that differ have texts
 * that differ, however many digits they have.
 *
 * @param text an optional sign, digits, perhaps a fraction, perhaps an exponent
 */
export function canonicalDecimal(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) throw new Error(`${text} is no decimal number`);
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  let digits = whole + fraction;
  let exponent = BigInt(power) - BigInt(fraction.length);
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  exponent += BigInt(digits.length - end);
  let start = 0;
  while (start < end && digits[start] === '0') start += 1;
  digits = digits.slice(start, end);
  if (digits === '') return '0';
  const minus = sign === '-' ? '-' : '';
  if (exponent >= 0n && exponent + BigInt(digits.length) <= BigInt(PLAIN_MAX))
    return minus + digits + '0'.repeat(Number(exponent));
  if (exponent < 0n && exponent >= -BigInt(PLAIN_MAX)) {
    const behind = Number(-exponent);
    const padded = digits.padStart(behind + 1, '0');
    return `${minus}${padded.slice(0, -behind)}.${padded.slice(-behind)}`;
  }
  return `${minus}${digits}e${exponent}`;
}

/** Whether an integer without leading zeros and with this many digits prints as the same text. */
export const isPlain = (digits: number): boolean => digits <= PLAIN_MAX;

/**
 * An exact time: millions of units, the rest in billionths of one, and the rest of that in parts of 10^-24. All three are integers
 * that a double holds, up to 21 digits before the point and 24 behind it.
 */
export interface ExactTime {
  readonly high: number;
  readonly low: number;
  /** 0 for most times; differences of doubles have up to 24 digits behind the point. */
  readonly tail: number;
}

/** Units in one of `high`. */
export const UNITS_OF_HIGH = 1_000_000;
const TAIL_SHARE = 1_000_000_000_000_000n;
const HIGH_SHARE = 1_000_000_000_000_000n * TAIL_SHARE;

/** Undefined for a time with more digits. */
export function timeOfDecimal(text: string): ExactTime | undefined {
  const match = /^(-?)(\d{1,21})(?:\.(\d{1,24}))?$/.exec(canonicalDecimal(text));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const magnitude = BigInt(whole + fraction.padEnd(24, '0'));
  const exact = sign === '-' ? -magnitude : magnitude;
  let high = exact / HIGH_SHARE;
  let rest = exact % HIGH_SHARE;
  if (rest < 0n) {
    rest += HIGH_SHARE;
    high -= 1n;
  }
  return { high: Number(high), low: Number(rest / TAIL_SHARE), tail: Number(rest % TAIL_SHARE) };
}
