import { describe, expect, it } from 'vitest';
import { standsFor } from './same-failure.ts';

describe('a smaller run', () => {
  it('should fail in the same way', () => {
    expect(standsFor('I17 read: fits nowhere', 'I17 read: fits nowhere')).toBe(true);
    expect(standsFor('I17 read: fits nowhere', 'I17 read: from no operation')).toBe(false);
  });

  it('should say what a long one has forgotten, of the same kind of operation', () => {
    const long = 'I17 read: from no recent operation';
    expect(standsFor('I17 read: older than what write returned before the call', long)).toBe(true);
    expect(standsFor('I17 cas: fits nowhere', long)).toBe(false);
    expect(standsFor('I1 log-prefix', long)).toBe(false);
    expect(standsFor(long, 'I17 read: fits nowhere')).toBe(false);
  });
});
