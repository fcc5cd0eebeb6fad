import type { Exports } from '../library/source.ts';
import type { Connection } from './connection.ts';
import { uv } from './handle.ts';
import type { Listener, NetStack } from './stack.ts';
import type { Request } from './stream-binding.ts';
import { StreamHandle, type StreamParts } from './stream-handle.ts';

/** Port numbers beyond those of TCP stand for Unix socket paths. */
const FIRST_PIPE_PORT = 65_536;

/** Unix sockets of one node: the paths in use. Abstract names begin with a zero byte. */
export class PipePaths {
  private readonly ports = new Map<string, number>();
  private next = FIRST_PIPE_PORT;

  portOf(path: string): number | undefined {
    return this.ports.get(path);
  }

  bind(path: string): number | undefined {
    if (this.ports.has(path)) return undefined;
    const port = this.next++;
    this.ports.set(path, port);
    return port;
  }

  unbind(path: string): void {
    this.ports.delete(path);
  }
}

/** `internalBinding('pipe_wrap')` of one incarnation: Unix sockets within the node. */
export function pipeBinding(parts: StreamParts, stack: NetStack, paths: PipePaths): Exports {
  class Pipe extends StreamHandle implements Listener {
    readonly address = '0.0.0.0';
    onconnection: ((status: number, handle: unknown) => void) | undefined;
    private path: string | undefined;
    private port = 0;
    private listening = false;

    constructor(_kind: number) {
      super(parts);
    }

    bind(path: string): number {
      const port = paths.bind(path);
      if (port === undefined) return uv('EADDRINUSE');
      this.path = path;
      this.port = port;
      return 0;
    }

    listen(_backlog: number): number {
      this.task.live();
      if (this.path === undefined) return uv('EINVAL');
      stack.listen(this.port, this);
      this.listening = true;
      this.setActive(true);
      return 0;
    }

    accept(connection: Connection): void {
      const handle = new Pipe(0);
      this.inContext(() => handle.asyncReset());
      handle.attach(connection);
      parts.turn(() => this.inContext(() => this.onconnection?.(0, handle)));
    }

    connect(request: Request, path: string): number {
      this.task.live();
      const port = paths.portOf(path);
      this.startConnecting(request);
      if (port === undefined) this.task.after(0, () => this.finishConnecting(uv('ENOENT')));
      else this.attach(stack.connect({ node: stack.ports.node, port }, 0));
      return 0;
    }

    fchmod(): number {
      return 0;
    }

    setPendingInstances(): void {}

    open(): number {
      return uv('EBADF');
    }

    reset(done?: () => void): number {
      this.connection?.reset();
      this.close(done);
      return 0;
    }

    protected override onClose(): void {
      if (this.path !== undefined) {
        if (this.listening) stack.unlisten(this.port, this);
        paths.unbind(this.path);
      }
      super.onClose();
    }
  }

  class PipeConnectWrap {}
  return {
    Pipe,
    PipeConnectWrap,
    constants: { SOCKET: 0, SERVER: 1, IPC: 2, UV_READABLE: 1, UV_WRITABLE: 2 },
  };
}
