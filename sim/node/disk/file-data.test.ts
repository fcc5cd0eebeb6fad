import { expect, it } from 'vitest';
import { FileData } from './file-data.ts';

it('should stay damaged by more damage until it is written back', () => {
  const file = new FileData();
  const write = (): void => {
    file.write(0, Buffer.from('calm'), 0);
    file.sync();
  };
  const read = (): string => Buffer.from(file.bytes()).toString();
  write();
  for (const mask of [1, 1, 2, 3]) {
    file.corrupt(0, 4, mask, 1);
    expect(read()).not.toBe('calm');
  }
  write();
  expect(read()).toBe('calm');
  file.corrupt(0, 4, 1, 1);
  expect(read()).not.toBe('calm');
});
