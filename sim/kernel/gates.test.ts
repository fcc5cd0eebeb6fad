import { describe, expect, it } from 'vitest';
import { installGlobalGates } from './gates.ts';

describe('open gates', () => {
  it('should leave dates as they are', () => {
    installGlobalGates();
    const date = new Date(0);
    expect(date.constructor).toBe(Date);
    expect(date).toBeInstanceOf(Date);
    expect(Object.keys(Date.prototype)).toEqual([]);
    expect(new Date(2020, 1).getFullYear()).toBe(2020);
  });
});
