import { expect, test } from 'vitest';
import { allocate } from '../process/codec.ts';
import { NEVER_WRITTEN } from './messages.ts';
import { REGISTER_FILE_BYTES, readSlots, type Slot, slotBytes, slotOffset } from './slots.ts';

const slot = (sequence: number): Slot => ({
  sequence,
  at: { incarnation: 9, seq: sequence, writer: 1 },
  value: `v${sequence}`,
});

function fileOf(...slots: readonly Slot[]): Uint8Array {
  const file = allocate(REGISTER_FILE_BYTES);
  for (const each of slots) file.set(slotBytes(each), slotOffset(each.sequence));
  return file;
}

test('should read nothing from an empty file', () => {
  expect(readSlots(new Uint8Array(0))).toEqual({ sequence: 0, at: NEVER_WRITTEN, value: null });
});

test('should read the newer of two slots', () => {
  expect(readSlots(fileOf(slot(1), slot(2)))).toEqual(slot(2));
  expect(readSlots(fileOf(slot(2), slot(3)))).toEqual(slot(3));
});

test('should read the older slot when the newer one is torn', () => {
  const file = fileOf(slot(1), slot(2));
  file[slotOffset(2) + 12] = (file[slotOffset(2) + 12] ?? 0) ^ 1;
  expect(readSlots(file)).toEqual(slot(1));
});

test('should refuse a value that does not fit into a sector', () => {
  expect(() => slotBytes({ ...slot(1), value: 'x'.repeat(600) })).toThrow(RangeError);
});
