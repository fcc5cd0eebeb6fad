import { crc32 } from 'node:zlib';
import { mix } from '../process/digest.ts';
import type { Disk } from '../process/disk.ts';

const TWO_32 = 4294967296;

/** 32 bits over the effects of one handler, in their order. */
export class EffectsDigest {
  private lane = 0;

  /** A handler begins. */
  begin(): void {
    this.lane = 0x1234567;
  }

  get value(): number {
    return this.lane >>> 0;
  }

  numbers(effect: number, a: number, b: number): void {
    this.lane = mix(mix(mix(this.lane, effect), a), b);
    if (b >= TWO_32) this.lane = mix(this.lane, Math.floor(b / TWO_32));
  }

  bytes(effect: number, a: number, bytes: Uint8Array): void {
    this.numbers(effect, a, bytes.length);
    this.lane = mix(this.lane, crc32(bytes) | 0);
  }

  /** The disk behind this digest. */
  disk(disk: () => Disk): Disk {
    return {
      read: (file, offset, lengthBytes, token) => {
        this.request(4, file, offset, token);
        this.numbers(4, lengthBytes, 0);
        disk().read(file, offset, lengthBytes, token);
      },
      write: (file, offset, bytes, token) => {
        this.request(5, file, offset, token);
        this.bytes(5, 0, bytes);
        disk().write(file, offset, bytes, token);
      },
      sync: (file, token) => {
        this.request(6, file, 0, token);
        disk().sync(file, token);
      },
    };
  }

  private request(effect: number, file: string, offset: number, token: number): void {
    for (let i = 0; i < file.length; i++) this.lane = Math.imul(this.lane ^ file.charCodeAt(i), 0x01000193);
    this.numbers(effect, token, offset);
  }
}
