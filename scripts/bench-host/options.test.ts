import { expect, it } from 'vitest';
import { optionsOf } from './options.ts';

it('should measure everything by default', () => {
  expect(optionsOf([])).toMatchObject({
    systems: ['wavetank', 'trusting', 'etcd'],
    loads: ['put', 'get', 'stale-get'],
    clients: [1, 16, 64],
  });
});

it('should keep the order of the systems, whatever was asked for first', () => {
  expect(optionsOf(['--systems', 'etcd,wavetank']).systems).toEqual(['wavetank', 'etcd']);
});

it.each([
  [['--clients', '0'], '--clients 0: a whole number from 1 on is needed'],
  [['--seconds', 'x'], '--seconds x: a number above 0 and up to 3600 is needed'],
  [['--systems', 'redis'], '--systems redis: there are wavetank, unrecorded, trusting, etcd'],
])('should refuse %j', (args, sentence) => {
  expect(() => optionsOf(args)).toThrow(sentence);
});
