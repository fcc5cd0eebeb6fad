import type { Server, Socket } from 'node:net';
import { cannotListen, HostInputError } from '../host-input-error.ts';
import type { HostLog } from '../log.ts';
import { type Address, addressText, isLoopback } from '../wire/address.ts';
import { Caller, type CallerEvents } from '../wire/caller.ts';
import { makeServer, type TlsKeys } from '../wire/security.ts';

/** Connections at a time. */
const CALLERS_MAX = 4096;

/** The ports of a replica, and whoever has called there. */
export class Doors {
  readonly callers = new Set<Caller>();
  private readonly servers: Server[] = [];
  private readonly keys: TlsKeys | undefined;
  private readonly log: HostLog;

  constructor(keys: TlsKeys | undefined, log: HostLog) {
    this.keys = keys;
    this.log = log;
  }

  /** @throws HostInputError when it cannot be listened there */
  async open(address: Address, events: CallerEvents): Promise<void> {
    const refused = (from: string, reason: string): void =>
      this.log.warn({ from, reason }, 'a caller was turned away: it shows no certificate of our authority');
    const came = (socket: Socket, name: string | undefined): void => {
      if (this.callers.size >= CALLERS_MAX) {
        this.log.warn({ callers: this.callers.size }, 'a connection is refused: there are too many');
        socket.destroy();
        return;
      }
      const caller = new Caller(socket, name, {
        ...events,
        ended: (ended, why) => {
          this.callers.delete(ended);
          events.ended(ended, why);
        },
      });
      this.callers.add(caller);
    };
    const server = makeServer(this.keys, came, refused);
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(cannotListen(addressText(address), error)));
      server.listen({ host: address.host, port: address.port }, resolve);
    });
    server.on('error', (error) => this.log.error({ error: error.message }, 'a port failed'));
  }

  close(): void {
    for (const server of this.servers) server.close();
    for (const caller of [...this.callers]) caller.end('this replica stops');
  }
}

/** @throws HostInputError unless only this machine can call there, or callers must show certificates, or that is not wanted */
export function refuseOpenDoor(
  addresses: readonly Address[],
  keys: TlsKeys | undefined,
  insecure: boolean,
): void {
  const open = addresses.find((address) => !isLoopback(address));
  if (open === undefined || keys !== undefined || insecure) return;
  throw new HostInputError(
    `${addressText(open)} can be reached from other machines: give --tls-key, --tls-cert and --tls-ca, or --insecure where nobody else can call`,
  );
}
