import net, { type Server, type Socket } from 'node:net';

/** How a proxy handles traffic. */
export type ProxyMode =
  | { readonly type: 'pass' }
  /** Refuses connections. */
  | { readonly type: 'cut' }
  /** Keeps connections open, but drops their data. */
  | { readonly type: 'swallow' }
  | { readonly type: 'delay'; readonly delayMs: number; readonly jitterMs: number }
  /** Passes this many bytes per 10 ms. */
  | { readonly type: 'drip'; readonly bytes: number };

const PASS: ProxyMode = { type: 'pass' };
const DRIP_MS = 10;
/** Maximum bytes held per direction; beyond it the sender is no longer read. */
const HELD_BYTES_MAX = 4 << 20;

/** Proxy between one client and one replica. */
export class LinkProxy {
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private readonly target: number;
  private mode: ProxyMode = PASS;

  private constructor(server: Server, target: number) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free port of this machine. */
  static async to(target: number): Promise<LinkProxy> {
    const server = net.createServer({ noDelay: true });
    const proxy = new LinkProxy(server, target);
    server.on('connection', (socket) => proxy.came(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    return address === null || typeof address === 'string' ? 0 : address.port;
  }

  set(mode: ProxyMode): void {
    this.mode = mode;
    if (mode.type === 'cut') this.reset();
    for (const pair of this.pairs) pair.modeChanged();
  }

  heal(): void {
    // Dropped data leaves a gap in the stream, so these connections are useless.
    if (this.mode.type === 'swallow') this.reset();
    this.set(PASS);
  }

  /** Resets all connections. */
  reset(): void {
    for (const pair of [...this.pairs]) pair.end();
  }

  close(): void {
    this.server.close();
    this.reset();
  }

  private came(caller: Socket): void {
    if (this.mode.type === 'cut') {
      reset(caller);
      return;
    }
    const target = net.connect({ host: '127.0.0.1', port: this.target, noDelay: true });
    const pair = new Pair(
      caller,
      target,
      () => this.mode,
      () => this.pairs.delete(pair),
    );
    this.pairs.add(pair);
  }
}

/** Both directions of one connection. */
class Pair {
  private readonly sockets: readonly [Socket, Socket];
  private readonly ways: readonly Way[];
  private readonly over: () => void;

  constructor(caller: Socket, target: Socket, mode: () => ProxyMode, over: () => void) {
    this.sockets = [caller, target];
    this.over = over;
    this.ways = [new Way(caller, target, mode), new Way(target, caller, mode)];
    for (const socket of this.sockets) {
      socket.on('error', () => {});
      socket.on('close', () => this.end());
    }
  }

  modeChanged(): void {
    for (const way of this.ways) way.go();
  }

  end(): void {
    for (const way of this.ways) way.stop();
    for (const socket of this.sockets) reset(socket);
    this.over();
  }
}

/** Ends a connection at once, if it can with a reset. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  // Node cannot reset a socket that is shutting down, and never closes it then.
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** One direction. */
class Way {
  private held: { readonly bytes: Buffer; readonly dueMs: number }[] = [];
  private heldBytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly from: Socket;
  private readonly to: Socket;
  private readonly mode: () => ProxyMode;

  constructor(from: Socket, to: Socket, mode: () => ProxyMode) {
    this.from = from;
    this.to = to;
    this.mode = mode;
    from.on('data', (chunk: Buffer) => this.take(chunk));
    to.on('drain', () => this.from.resume());
  }

  stop(): void {
    clearTimeout(this.timer);
    this.held = [];
  }

  /** Forwards the data that is due. */
  go(): void {
    clearTimeout(this.timer);
    const mode = this.mode();
    if (mode.type === 'swallow' || mode.type === 'cut') {
      this.held = [];
      this.heldBytes = 0;
      return;
    }
    if (mode.type === 'drip') {
      this.drip(mode.bytes);
      return;
    }
    const nowMs = performance.now();
    while (this.held[0] !== undefined && (mode.type === 'pass' || this.held[0].dueMs <= nowMs))
      this.pass(this.held.shift()?.bytes);
    const [next] = this.held;
    if (next !== undefined) this.timer = setTimeout(() => this.go(), Math.max(1, next.dueMs - nowMs));
    else this.from.resume();
  }

  private take(bytes: Buffer): void {
    const mode = this.mode();
    if (mode.type === 'swallow' || mode.type === 'cut') return;
    const delayMs = mode.type === 'delay' ? mode.delayMs + Math.random() * mode.jitterMs : 0;
    // Never before earlier data: it is a stream.
    const dueMs = Math.max(performance.now() + delayMs, this.held.at(-1)?.dueMs ?? 0);
    this.held.push({ bytes, dueMs });
    this.heldBytes += bytes.length;
    if (this.heldBytes > HELD_BYTES_MAX) this.from.pause();
    this.go();
  }

  private drip(bytes: number): void {
    const [first] = this.held;
    if (first === undefined) {
      this.from.resume();
      return;
    }
    const rest = first.bytes.subarray(bytes);
    this.held.shift();
    if (rest.length > 0) this.held.unshift({ bytes: rest, dueMs: first.dueMs });
    this.pass(first.bytes.subarray(0, bytes));
    this.timer = setTimeout(() => this.go(), DRIP_MS);
  }

  private pass(bytes: Buffer | undefined): void {
    if (bytes === undefined) return;
    this.heldBytes -= bytes.length;
    if (!this.to.destroyed && !this.to.write(bytes)) this.from.pause();
  }
}
