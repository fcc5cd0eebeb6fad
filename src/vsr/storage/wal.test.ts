import { describe, expect, it } from 'vitest';
import { checksum, getWord } from '../../process/codec.ts';
import { SECTOR_BYTES } from '../../process/disk.ts';
import { processId } from '../../process/ids.ts';
import type { Entry } from '../data/entry.ts';
import { firstViewOf } from '../data/epochs.ts';
import { chain } from '../testing/values.ts';
import { makeSlot, SLOT_BYTES, type Slot } from './headers.ts';
import {
  ENTRY,
  entryBody,
  INSTALL,
  installBody,
  makeRecord,
  OPEN,
  openBody,
  PROMISE,
  promiseBody,
  type RecordKind,
  sealOf,
  sectorUp,
} from './records.ts';
import { inspectWal } from './wal-inspection.ts';
import { emptyWal, hasTail, scanWal } from './wal-scan.ts';

/** Writes records as a replica would. Can go back to an earlier place, as after a cut. */
class Tape {
  bytes = new Uint8Array(64 * SECTOR_BYTES);
  end = 0;
  chain = 0;
  readonly starts: number[] = [];

  put(kind: RecordKind, body: Uint8Array, commit = 0): this {
    const sum = checksum(body);
    const seal = sealOf(body.length, this.chain, kind, commit, sum);
    const record = makeRecord(seal, kind, body, sum, commit, this.chain);
    this.bytes.set(record, this.end);
    this.starts.push(this.end);
    this.end = sectorUp(this.end + record.length);
    this.chain = seal;
    return this;
  }

  entries(entries: readonly Entry[], commit = 0): this {
    for (const entry of entries) this.put(ENTRY, entryBody(entry), commit);
    return this;
  }
}

const checksums = (log: readonly Entry[]): number[] => log.map((entry) => entry.checksum);

describe('scanWal', () => {
  it('should read back what was written, at once and record by record', () => {
    const log = chain(0, 3);
    const replaced = chain(2, 2, log[0]);
    const tape = new Tape()
      .put(OPEN, openBody(1))
      .entries(log, 1)
      .put(PROMISE, promiseBody(2), 1)
      .put(INSTALL, installBody({ after: 1, config: null, entries: replaced, view: 2 }), 2)
      .put(PROMISE, promiseBody(5), 3)
      .put(OPEN, openBody(2), 3);
    const image = scanWal(tape.bytes);
    expect(image).toMatchObject({ incarnation: 2, view: 5, logView: 2, commit: 3, end: tape.end });
    expect(image.log).toEqual([log[0], ...replaced]);

    const growing = emptyWal();
    for (const end of [...tape.starts.slice(1), tape.end]) {
      expect(scanWal(tape.bytes.subarray(0, end), growing)).toBe(growing);
      expect(growing.end).toBe(end);
    }
    expect(growing).toEqual(image);
  });

  it('should start each record on a sector boundary, so that a torn one leaves those before it intact', () => {
    const log = chain(0, 4);
    const tape = new Tape().put(OPEN, openBody(1)).entries(log);
    for (const start of tape.starts) expect(start % SECTOR_BYTES).toBe(0);
    const last = tape.starts[4] ?? 0;
    tape.bytes.fill(0xa5, last + 24, last + SECTOR_BYTES);
    const image = scanWal(tape.bytes);
    expect(checksums(image.log)).toEqual(checksums(log.slice(0, 3)));
    expect(image.end).toBe(last);
    expect(hasTail(tape.bytes, image)).toBe(true);
  });

  it('should end at any flipped bit of a record, in header or body', () => {
    const tape = new Tape().put(OPEN, openBody(1)).entries(chain(0, 2));
    const start = tape.starts[2] ?? 0;
    const length = 24 + new DataView(tape.bytes.buffer).getUint32(start + 4);
    for (let at = start; at < start + length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const bytes = tape.bytes.slice();
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        expect(scanWal(bytes).log.length).toBe(1);
      }
    }
  });

  it('should not skip a record lost in a crash, though the one behind it survived', () => {
    const tape = new Tape().put(OPEN, openBody(1)).entries(chain(0, 4));
    tape.bytes.fill(0, tape.starts[2], tape.starts[3]);
    expect(scanWal(tape.bytes).log.length).toBe(1);
  });

  it('should never revive stale records behind a cut, wherever the new records end', () => {
    const old = new Tape().put(OPEN, openBody(1)).entries(chain(0, 6));
    for (let kept = 1; kept < 6; kept++) {
      const tape = new Tape().put(OPEN, openBody(1)).entries(chain(0, kept));
      const cut = tape.end;
      tape.put(OPEN, openBody(2)).entries(chain(0, 1, chain(0, kept)[kept - 1]));
      const bytes = old.bytes.slice();
      bytes.set(tape.bytes.subarray(cut, tape.end), cut);
      const image = scanWal(bytes);
      expect(image).toMatchObject({ incarnation: 2, end: tape.end });
      expect(image.log.length).toBe(kept + 1);
    }
  });

  it('should find nothing in an empty or blank file', () => {
    expect(scanWal(new Uint8Array(0))).toEqual(emptyWal());
    const blank = new Uint8Array(4 * SECTOR_BYTES);
    expect(scanWal(blank)).toEqual(emptyWal());
    expect(hasTail(blank, emptyWal())).toBe(false);
  });
});

describe('inspectWal', () => {
  it('should not take the configuration of an earlier epoch when the record of the epoch is damaged (F5)', () => {
    const tape = new Tape()
      .put(OPEN, openBody(1))
      .put(
        INSTALL,
        installBody({ after: 0, config: [1, 2, 3].map(processId), entries: [], view: firstViewOf(1) }),
      )
      .put(
        INSTALL,
        installBody({ after: 0, config: [2, 3, 4].map(processId), entries: [], view: firstViewOf(2) }),
      );
    const headers = new Uint8Array(3 * SLOT_BYTES);
    tape.starts.forEach((at, i) => {
      const [seal, length, chain, kind, commit, sum] = [0, 4, 8, 12, 16, 20].map((word) =>
        getWord(tape.bytes, at + word),
      );
      const about = i === 0 ? 1 : firstViewOf(i);
      headers.set(makeSlot({ seal, length, chain, kind, commit, sum, about } as Slot), i * SLOT_BYTES); // six words
    });
    expect(inspectWal(tape.bytes, headers)).toMatchObject({ config: [2, 3, 4], lost: false });
    tape.bytes[(tape.starts[2] ?? 0) + 30] = 0xff;
    expect(inspectWal(tape.bytes, headers)).toMatchObject({
      config: null,
      logView: firstViewOf(2),
      lost: true,
    });
  });
});
