import { expect, it } from 'vitest';
import { bounded, TimeOver } from '../../run/bounded.ts';
import { transform } from './transform.ts';

const LONG = Array.from({ length: 2000 }, (_, i) => `export const a${i}: number = ${i};`).join('\n');

it('should compile what it is given though it was stopped while it waited for the compiler', () => {
  for (let round = 0; round < 8; round++) {
    const forever = (): never => {
      for (;;) transform('long.ts', LONG, 'module');
    };
    expect(() => bounded(forever, 60 + 20 * round)).toThrow(TimeOver);
    expect(transform('short.ts', `export const b: number = ${round};`, 'module').code).toContain(
      `const b = ${round};`,
    );
  }
});
