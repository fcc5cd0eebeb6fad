import { describe, expect, it } from 'vitest';
import { checked, stepsTo } from '../../sim/check/testing/check.ts';
import { reliableLink, reliableLinkWith } from './reliable-link.ts';

const IN_THE_END = 'in the end all are delivered';

describe('reliable link', () => {
  it('should deliver everything in the end over a network that may lose everything', () => {
    const result = checked(reliableLink);
    expect(result.verdict).toBe('holds');
    expect(result.properties.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      'no-panic: holds',
      'in order and once: holds',
      'all delivered: found',
      `${IN_THE_END}: holds`,
    ]);
  });

  it('should lose a value for good when the receiver acknowledges what it throws away', () => {
    const result = checked(reliableLinkWith(true));
    expect(result.verdict).toBe('violation');
    const broken = result.properties.find(({ verdict }) => verdict === 'violated');
    expect(broken?.name).toBe(IN_THE_END);
    // Number 2 arrives first, is acknowledged and dropped; number 1 follows; nothing is retransmitted.
    const delivered = broken?.path?.steps.filter(
      ({ envelope, kind }) => kind === 'deliver' && envelope?.to === 1,
    );
    expect(delivered?.map(({ envelope }) => envelope?.message)).toMatchObject([{ number: 2 }, { number: 1 }]);
  });

  it('should show how everything is lost for ever when nothing is sent again', () => {
    const result = checked(reliableLink, {}, { timers: {} });
    expect(result.verdict).toBe('violation');
    expect(stepsTo(result, IN_THE_END)).toBeGreaterThan(0);
    expect(result.coverage.never).toEqual([]);
  });
});
