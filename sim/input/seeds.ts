import { BadInput } from './bad-input.ts';

const SEED_CHARACTERS_MAX = 64;
const PRINTABLE = /^[\x20-\x7e]*$/;
const RANGE = /^(\d{1,15})\.\.(\d{1,15})$/;

/** Seeds from `first` to `last`, both included. */
export interface SeedRange {
  readonly first: number;
  readonly last: number;
}

export function parseSeed(text: string): string {
  if (text === '') throw new BadInput('the seed is empty; it must have 1 to 64 printable characters');
  if (text.length > SEED_CHARACTERS_MAX)
    throw new BadInput(`the seed has ${text.length} characters; it must have 1 to 64 printable ones`);
  if (!PRINTABLE.test(text))
    throw new BadInput('the seed has a character that is not printable ASCII; it must have 1 to 64 of those');
  return text;
}

export function parseSeeds(text: string): SeedRange {
  const match = RANGE.exec(text);
  if (match === null)
    throw new BadInput(`--seeds ${text}: a range of whole numbers is needed, such as --seeds 1..1000`);
  const range = { first: Number(match[1]), last: Number(match[2]) };
  if (range.first > range.last)
    throw new BadInput(`--seeds ${text}: the first seed must not be greater than the last`);
  return range;
}

export const seedCount = ({ first, last }: SeedRange): number => last - first + 1;
