import { expect, it } from 'vitest';
import { vsr } from '../systems/vsr.ts';
import { eventText } from './event-text.ts';

it('should count the replicas of the core', () => {
  const speaker = { system: vsr, replicas: 3, style: 'line' } as const;
  const told = (core: readonly number[]): string => eventText({ kind: 'heal', process: null, core }, speaker);
  expect(told([0])).toBe('faults stop; the core is replica 0');
  expect(told([0, 2])).toBe('faults stop; the core is replicas 0, 2');
});
