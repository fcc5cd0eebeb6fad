/** Whether `npm run test:long` asks for every test in its long form. */
export const LONG = process.env['WAVETANK_TESTS'] === 'long';

/** How many seeds, mutants or runs a test takes: few in `npm test`, many in `npm run test:long`. */
export const amount = (short: number, long: number): number => (LONG ? long : short);
