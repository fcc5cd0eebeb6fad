// sim/api/wal.d.ts
export { recordsIn } from '../../src/wal/layout.js';
export type { Wal, WalEvent } from '../../src/wal/state.js';
export { append, closedWal, openWal, walEvent } from '../../src/wal/wal.js';

// src/process/disk.d.ts
export declare const SECTOR_BYTES = 512;
export type DiskError = 'io' | 'full';
export interface DiskCompletion {
    readonly op: 'read' | 'write' | 'sync';
    readonly token: number;
    readonly error: DiskError | null;
    readonly bytes: Uint8Array | null;
}
export interface Disk {
    read(file: string, offset: number, lengthBytes: number, token: number): void;
    write(file: string, offset: number, bytes: Uint8Array, token: number): void;
    sync(file: string, token: number): void;
}

// src/wal/layout.d.ts
export declare function written(index: number, chain: number, record: unknown): {
    bytes: Uint8Array;
    chain: number;
};
export interface Found {
    readonly records: readonly unknown[];
    readonly endBytes: number;
    readonly chain: number;
}
export declare function foundIn(bytes: Uint8Array): Found;
export declare const recordsIn: (bytes: Uint8Array) => readonly unknown[];

// src/wal/state.d.ts
export interface Writing {
    readonly endBytes: number;
    written: boolean;
}
export interface Wal {
    readonly file: string;
    readonly firstToken: number;
    phase: 'closed' | 'reading' | 'open' | 'failed';
    readsLeft: number;
    length: number;
    endBytes: number;
    chain: number;
    readonly writing: Writing[];
    durable: number;
    syncing: number;
}
export type WalEvent = 
{
    readonly type: 'recovered';
    readonly records: readonly unknown[];
}
 | {
    readonly type: 'durable';
    readonly durable: number;
}
 | {
    readonly type: 'failed';
    readonly why: string;
};
export declare const FIRST_TOKEN: number;
export declare const READ = 0;
export declare const SYNC = 1;
export declare const RECORDS = 2;

// src/wal/wal.d.ts
import type { Disk, DiskCompletion } from '../process/disk.js';
import { type Wal, type WalEvent } from './state.js';
export declare const closedWal: (file: string, firstToken?: number) => Wal;
export declare function openWal(wal: Wal, disk: Disk): void;
export declare function append(wal: Wal, record: unknown, disk: Disk): number;
export declare function walEvent(wal: Wal, completion: DiskCompletion, disk: Disk): WalEvent | undefined;
