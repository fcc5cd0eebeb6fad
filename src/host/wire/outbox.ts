import type { Socket } from 'node:net';

/** How much may wait for one connection. */
export interface OutboxLimits {
  readonly bytesMax: number;
  /** What happens beyond: the oldest frames but the newest are dropped (protocols send again), or the connection is given up. */
  readonly beyond: 'drop-oldest' | 'give-up';
}

/**
 * Frames on their way to one peer. What is sent in one turn of the event loop is written at its end, at once; what the peer does not
 * take waits here, within the limit, and not in the memory of the socket.
 */
export class Outbox {
  /** Frames that were dropped because too much waited. */
  dropped = 0;
  sentFrames = 0;
  sentBytes = 0;
  private readonly limits: OutboxLimits;
  private readonly givenUp: () => void;
  private socket: Socket | undefined;
  private frames: Buffer[] = [];
  private bytes = 0;
  private scheduled = false;
  private blocked = false;

  /** `givenUp` is called when more waits than may. */
  constructor(limits: OutboxLimits, givenUp: () => void = () => {}) {
    this.limits = limits;
    this.givenUp = givenUp;
  }

  /** Bytes that wait, here and in the socket. */
  get waitingBytes(): number {
    return this.bytes + (this.socket?.writableLength ?? 0);
  }

  /** From now on frames go to this socket, those that wait as well. */
  attach(socket: Socket): void {
    this.socket = socket;
    this.blocked = false;
    socket.on('drain', () => {
      if (this.socket !== socket) return;
      this.blocked = false;
      this.flush();
    });
    this.schedule();
  }

  /** The connection is gone: what comes now waits for the next one, or is dropped. */
  detach(keep: boolean): void {
    this.socket = undefined;
    if (keep) return;
    this.frames = [];
    this.bytes = 0;
  }

  /** Forgets frames that wait here. */
  takeBack(which: (frame: Buffer) => boolean): void {
    this.frames = this.frames.filter((frame) => !which(frame));
    this.bytes = this.frames.reduce((sum, { length }) => sum + length, 0);
  }

  push(frame: Buffer): void {
    this.frames.push(frame);
    this.bytes += frame.length;
    if (this.waitingBytes > this.limits.bytesMax) this.shed();
    if (!this.blocked) this.schedule();
  }

  private shed(): void {
    if (this.limits.beyond === 'give-up') {
      this.givenUp();
      return;
    }
    let count = 0;
    // The newest stays: one that is longer than the limit, such as a batch of long values, would never be sent however often.
    while (this.waitingBytes > this.limits.bytesMax && count < this.frames.length - 1) {
      this.bytes -= this.frames[count]?.length ?? 0;
      count++;
    }
    this.frames.splice(0, count);
    this.dropped += count;
  }

  private schedule(): void {
    if (this.scheduled || this.socket === undefined) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    const { socket, frames } = this;
    const [first] = frames;
    if (socket === undefined || first === undefined || this.blocked || socket.destroyed) return;
    const bytes = frames.length === 1 ? first : Buffer.concat(frames, this.bytes);
    this.sentFrames += frames.length;
    this.sentBytes += bytes.length;
    this.frames = [];
    this.bytes = 0;
    this.blocked = !socket.write(bytes);
  }
}
