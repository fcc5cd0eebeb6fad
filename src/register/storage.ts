import type { DiskCompletion } from '../process/disk.ts';
import type { ProcessId } from '../process/ids.ts';
import type { Context } from '../process/process.ts';
import {
  type AbdMessage,
  compareTimestamps,
  NEVER_WRITTEN,
  type OperationId,
  type RegisterValue,
  type Timestamp,
} from './messages.ts';
import { REGISTER_FILE, REGISTER_FILE_BYTES, readSlots, type Slot, slotBytes, slotOffset } from './slots.ts';

export interface Pair {
  readonly at: Timestamp;
  readonly value: RegisterValue;
}

/** A request to store a pair, to be answered when that pair, or a later one, is durable. */
export interface Asker {
  readonly at: Timestamp;
  readonly from: ProcessId;
  readonly id: OperationId;
}

/** The pair of one replica and its way to the disk: one write at a time, of the latest pair. */
export interface Storage {
  /** False until the file has been read after a start. */
  opened: boolean;
  durable: Slot;
  latest: Pair;
  writing: Slot | null;
  askers: Asker[];
}

type Ctx = Context<AbdMessage>;

const TOKEN = 0;

export const openStorage = (): Storage => {
  const durable: Slot = { sequence: 0, at: NEVER_WRITTEN, value: null };
  return { opened: false, durable, latest: durable, writing: null, askers: [] };
};

export const openFile = (ctx: Ctx): void => ctx.disk.read(REGISTER_FILE, 0, REGISTER_FILE_BYTES, TOKEN);

/** Whether this timestamp, or a later one, is durable here. */
export const atLeast = ({ durable }: Storage, at: Timestamp): boolean =>
  compareTimestamps(durable.at, at) >= 0;

/**
 * Stores a pair if it is later than the current one. In any case the asker is answered once its pair or a
 * later one is durable.
 */
export function put(storage: Storage, pair: Pair, asker: Asker, ctx: Ctx): void {
  if (compareTimestamps(pair.at, storage.latest.at) > 0) storage.latest = pair;
  storage.askers.push(asker);
  write(storage, ctx);
}

function write(storage: Storage, ctx: Ctx): void {
  const { durable, latest, writing } = storage;
  if (writing !== null || compareTimestamps(latest.at, durable.at) <= 0) return;
  storage.writing = { at: latest.at, sequence: durable.sequence + 1, value: latest.value };
  rewrite(storage.writing, ctx);
}

function rewrite(slot: Slot, ctx: Ctx): void {
  ctx.disk.write(REGISTER_FILE, slotOffset(slot.sequence), slotBytes(slot), TOKEN);
}

/** A disk request has completed. Returns the askers whose pairs are durable now. */
export function storageDone(storage: Storage, { op, error, bytes }: DiskCompletion, ctx: Ctx): Asker[] {
  const { writing } = storage;
  switch (op) {
    case 'read':
      if (error !== null || bytes === null) openFile(ctx);
      else {
        storage.durable = readSlots(bytes);
        storage.latest = storage.durable;
        storage.opened = true;
      }
      return [];
    case 'write':
      if (writing === null) return [];
      if (error !== null) rewrite(writing, ctx);
      else ctx.disk.sync(REGISTER_FILE, TOKEN);
      return [];
    case 'sync': {
      if (writing === null) return [];
      if (error !== null) {
        // what a failed sync has kept is unknown: the same slot is written again
        rewrite(writing, ctx);
        return [];
      }
      storage.durable = writing;
      storage.writing = null;
      const told = storage.askers.filter(({ at }) => atLeast(storage, at));
      storage.askers = storage.askers.filter(({ at }) => !atLeast(storage, at));
      write(storage, ctx);
      ctx.point('before-store-ack');
      return told;
    }
    default:
      return op satisfies never;
  }
}
