import type { Task } from '../task/task.ts';
import type { Connection } from './connection.ts';
import { copied, encoded, joined } from './encoded.ts';
import { Handle, uv } from './handle.ts';
import { SEGMENT_BYTES } from './pace.ts';
import {
  ARRAY_BUFFER_OFFSET,
  BYTES_WRITTEN,
  LAST_WRITE_ERROR,
  LAST_WRITE_WAS_ASYNC,
  READ_BYTES_OR_ERROR,
  type Request,
  WITHIN,
  WriteWrap,
} from './stream-binding.ts';
import type { PendingWrite, StreamError, StreamUser } from './stream-user.ts';

/** Runs a network event in a turn of the program. */
export type Turn = (action: () => void) => void;

export interface StreamParts {
  readonly task: Task;
  readonly turn: Turn;
  readonly state: Int32Array;
}

/** A status, or the new request of a write that has to wait. */
type Written = number | Request;
type OnRead = (bytes: ArrayBufferLike | undefined) => Uint8Array | undefined;

/** The handle of a socket, TCP or pipe: reads, writes and shutdowns of one connection. */
export class StreamHandle extends Handle implements StreamUser {
  onread: OnRead | undefined;
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  readonly isStreamBase = false;
  readonly fd = -1;
  protected readonly parts: StreamParts;
  protected connection: Connection | undefined;
  private userBuffer: Uint8Array | undefined;
  private connecting: Request | undefined;
  private ending: Request | undefined;
  private requests = 0;
  private sawEnd = false;
  private sawError = false;
  private readScheduled = false;
  private broken = false;
  /** One for all segments. */
  private readonly delivers = (): void => this.deliver();

  constructor(parts: StreamParts) {
    super(parts.task);
    this.parts = parts;
  }

  get writeQueueSize(): number {
    return this.connection?.queuedBytes ?? 0;
  }

  attach(connection: Connection): void {
    this.connection = connection;
    connection.user = this;
  }

  protected startConnecting(request: Request): void {
    this.keepContext(request);
    this.connecting = request;
    this.count(1);
  }

  readStart(): number {
    this.task.live();
    this.reading = true;
    this.settleActive();
    if (this.hasNews()) this.readSoon();
    return 0;
  }

  readStop(): number {
    this.reading = false;
    this.settleActive();
    return 0;
  }

  useUserBuffer(buffer: Uint8Array): void {
    this.userBuffer = buffer;
  }

  writeBuffer(request: Request | null, bytes: Uint8Array): Written {
    if (!ArrayBuffer.isView(bytes)) {
      throw Object.assign(new TypeError('Second argument must be a buffer'), {
        code: 'ERR_INVALID_ARG_TYPE',
      });
    }
    return this.write(request, copied(bytes));
  }

  writeUtf8String(request: Request | null, text: string): Written {
    return this.write(request, encoded(text, 'utf8'));
  }

  writeAsciiString(request: Request | null, text: string): Written {
    return this.write(request, encoded(text, 'latin1'));
  }

  writeLatin1String(request: Request | null, text: string): Written {
    return this.write(request, encoded(text, 'latin1'));
  }

  writeUcs2String(request: Request | null, text: string): Written {
    return this.write(request, encoded(text, 'utf16le'));
  }

  /** Either buffers only, or pairs of a chunk and its encoding. */
  writev(request: Request | null, chunks: readonly unknown[], allBuffers: boolean): Written {
    return this.write(request, joined(chunks, allBuffers));
  }

  shutdown(request: Request): number {
    this.task.live();
    const { connection } = this;
    if (connection === undefined || connection.state !== 'open') return uv('ENOTCONN');
    this.keepContext(request);
    this.ending = request;
    this.count(1);
    connection.end(() => this.finish(request, 0));
    return 0;
  }

  setBlocking(): number {
    return 0;
  }

  connected(): void {
    this.parts.turn(() => this.finishConnecting(0));
  }

  failed(code: StreamError): void {
    this.parts.turn(() => this.finishConnecting(uv(code)));
  }

  readable(): void {
    if (this.reading && !this.readScheduled) this.parts.turn(this.delivers);
    else if (this.connection?.error !== undefined) this.parts.turn(() => this.breakWrites());
  }

  written(write: PendingWrite): void {
    this.finish(write.request as Request, 0);
  }

  protected override onClose(): void {
    this.reading = false;
    const { connection } = this;
    this.connection = undefined;
    if (connection !== undefined) {
      connection.user = undefined;
      connection.close();
    }
    if (this.connecting !== undefined) {
      const request = this.connecting;
      this.connecting = undefined;
      this.task.after(0, () => this.complete(request, uv('ECANCELED'), this, request, false, false));
    }
    this.ending = undefined;
    for (const request of this.waiting.splice(0)) {
      this.task.after(0, () => this.complete(request, uv('ECANCELED'), this, undefined));
    }
  }

  private readonly waiting: Request[] = [];

  private write(given: Request | null, bytes: Uint8Array): Written {
    this.task.live();
    const { state } = this.parts;
    const { connection } = this;
    state[BYTES_WRITTEN] = bytes.length;
    state[LAST_WRITE_WAS_ASYNC] = 0;
    state[LAST_WRITE_ERROR] = 0;
    if (connection === undefined) return uv('EBADF');
    if (connection.state === 'closed') {
      // The first call after a reset reports it, later ones fail with a broken pipe.
      const first = !this.broken && !this.sawError && connection.error !== undefined;
      this.broken = true;
      return uv(first ? (connection.error ?? 'EPIPE') : 'EPIPE');
    }
    this.bytesWritten += bytes.length;
    const request: Request = given ?? (new WriteWrap() as object as Request);
    if (connection.write(bytes, request)) return 0;
    state[LAST_WRITE_WAS_ASYNC] = 1;
    this.keepContext(request);
    this.waiting.push(request);
    this.count(1);
    return given === null ? request : 0;
  }

  protected finishConnecting(status: number): void {
    const request = this.connecting;
    if (request === undefined) return;
    this.connecting = undefined;
    this.count(-1);
    this.complete(request, status, this, request, true, true);
  }

  /** Completes a write or shutdown, reported to the library in a separate turn. */
  private finish(request: Request, status: number): void {
    const at = this.waiting.indexOf(request);
    if (at >= 0) this.waiting.splice(at, 1);
    if (this.ending === request) this.ending = undefined;
    this.task.after(0, () => {
      this.count(-1);
      if (!this.closed || status !== 0) this.complete(request, status, this, undefined);
    });
  }

  private keepContext(request: Request): void {
    const within = this.task.context?.();
    if (within !== undefined) request[WITHIN] = within;
  }

  private complete(request: Request, ...answer: unknown[]): void {
    const within = request[WITHIN];
    if (within === undefined) request.oncomplete?.(...answer);
    else within(() => request.oncomplete?.(...answer));
  }

  private hasNews(): boolean {
    const { connection } = this;
    if (connection === undefined || this.sawEnd || this.sawError) return false;
    return connection.inbox.length > 0 || connection.ended || connection.error !== undefined;
  }

  private readSoon(): void {
    if (this.readScheduled) return;
    this.readScheduled = true;
    this.task.after(0, () => {
      this.readScheduled = false;
      if (this.reading) this.deliver();
    });
  }

  /** Delivers readable data, one call per segment, while the library keeps reading. */
  private deliver(): void {
    while (this.reading && this.connection !== undefined && this.task.alive) {
      const { connection } = this;
      const bytes = connection.read(this.userBuffer?.length ?? SEGMENT_BYTES);
      if (bytes !== undefined) {
        this.bytesRead += bytes.length;
        this.say(bytes.length, bytes);
      } else if (connection.error !== undefined && !this.sawError) {
        this.sawError = true;
        this.settleActive();
        this.say(uv(connection.error), undefined);
        this.breakWrites();
        return;
      } else if (connection.ended && !this.sawEnd) {
        this.sawEnd = true;
        this.settleActive();
        this.say(uv('EOF'), undefined);
        return;
      } else return;
    }
  }

  private breakWrites(): void {
    const { error } = this.connection ?? {};
    if (error === undefined) return;
    for (const request of [...this.waiting]) this.finish(request, uv(error));
    if (this.ending !== undefined) this.finish(this.ending, uv(error));
  }

  private say(sizeOrError: number, bytes: Uint8Array | undefined): void {
    const { state } = this.parts;
    state[READ_BYTES_OR_ERROR] = sizeOrError;
    let handed: ArrayBufferLike | undefined;
    if (bytes !== undefined) {
      // A segment is read once, so its bytes may be passed on without a copy.
      state[ARRAY_BUFFER_OFFSET] = bytes.byteOffset;
      if (this.userBuffer === undefined) handed = bytes.buffer;
      else this.userBuffer.set(bytes);
    }
    const { task } = this;
    if (!task.alive) return;
    // As `task.guard` does it, without a closure for each segment.
    try {
      if (task.context === undefined) this.hand(handed);
      else this.inContext(() => this.hand(handed));
    } catch (error) {
      task.fail(error, 'uncaughtException');
    }
  }

  private hand(bytes: ArrayBufferLike | undefined): void {
    const next = this.onread?.(bytes);
    if (this.userBuffer !== undefined && next instanceof Uint8Array) this.userBuffer = next;
  }

  private count(change: number): void {
    this.requests += change;
    this.settleActive();
  }

  private settleActive(): void {
    // After the end of the stream there is nothing to wait for, even if the library still has the handle.
    this.setActive((this.reading && !this.sawEnd && !this.sawError) || this.requests > 0);
  }
}
