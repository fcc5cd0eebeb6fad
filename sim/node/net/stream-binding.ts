import type { Exports } from '../library/source.ts';
import type { Within } from '../task/task.ts';

export const READ_BYTES_OR_ERROR = 0;
export const ARRAY_BUFFER_OFFSET = 1;
export const BYTES_WRITTEN = 2;
export const LAST_WRITE_WAS_ASYNC = 3;
export const LAST_WRITE_ERROR = 4;

export const WITHIN = Symbol('within');

/** A request object made by the library, with its callback. */
export interface Request {
  oncomplete?: (...values: unknown[]) => void;
  /** The async context of whoever made the request. */
  [WITHIN]?: Within;
  [field: string]: unknown;
}

/** The request of a write. Newer libraries let the handle create it, and only for a write that has to wait. */
export class WriteWrap {
  readonly writeStatus: number | null = null;
}
class ShutdownWrap {}

/** The binding beneath all streams: the numbers that library and handles exchange alongside calls. */
export function streamBinding(): { exports: Exports; state: Int32Array } {
  const state = new Int32Array(6);
  const exports: Exports = {
    kReadBytesOrError: READ_BYTES_OR_ERROR,
    kArrayBufferOffset: ARRAY_BUFFER_OFFSET,
    kBytesWritten: BYTES_WRITTEN,
    kLastWriteWasAsync: LAST_WRITE_WAS_ASYNC,
    kLastWriteErr: LAST_WRITE_ERROR,
    streamBaseState: state,
    WriteWrap,
    ShutdownWrap,
    LibuvStreamWrap: class LibuvStreamWrap {},
  };
  return { exports, state };
}
