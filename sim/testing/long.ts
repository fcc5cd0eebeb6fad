/** Whether `npm run test:long` asks for every test in its long form. */
export const LONG = process.env['WAVETANK_TESTS'] === 'long';

/** How many seeds, mutants or runs a test takes: few in `npm test`, many in `npm run test:long`. */
export const amount = (short: number, long: number): number => (LONG ? long : short);

/** All of them in `npm run test:long`; so many of them, spread evenly, in `npm test`. */
export const some = <T>(all: readonly T[], short: number): readonly T[] => {
  const share = (i: number): number => Math.floor((i * short) / all.length);
  return LONG ? all : all.filter((_, i) => share(i) !== share(i - 1));
};
