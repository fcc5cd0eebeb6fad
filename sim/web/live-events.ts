import type { ServerResponse } from 'node:http';

/** Interval between polls of the store. */
const EVERY_MS = 500;
/** Keep-alive interval: idle connections may be cut. */
const STILL_THERE_MS = 15_000;

/** Notifies open pages by server-sent events that there is new data, which they then request. */
export class LiveEvents {
  private readonly open = new Set<ServerResponse>();
  private readonly version: () => number;
  private readonly timers: readonly NodeJS.Timeout[];
  private known: number;

  constructor(version: () => number) {
    this.version = version;
    this.known = version();
    this.timers = [
      setInterval(() => this.look(), EVERY_MS),
      setInterval(() => this.write(': still there\n\n'), STILL_THERE_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  add(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write('retry: 1000\n\n');
    this.open.add(response);
    response.on('close', () => this.open.delete(response));
  }

  tell(): void {
    this.write('event: changed\ndata: {}\n\n');
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const response of this.open) response.end();
  }

  private look(): void {
    const now = this.version();
    if (now === this.known) return;
    this.known = now;
    this.tell();
  }

  private write(text: string): void {
    for (const response of this.open) response.write(text);
  }
}
