import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net, { type Server, type Socket } from 'node:net';
import tls, { type PeerCertificate } from 'node:tls';
import type { Address } from './address.ts';

/** Keys of one process, as PEM: both sides of a connection show a certificate that the same authority has signed. */
export interface TlsKeys {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/** @throws Error of node:fs */
export const readKeys = (files: {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}): TlsKeys => ({
  key: readFileSync(files.key, 'utf8'),
  cert: readFileSync(files.cert, 'utf8'),
  ca: readFileSync(files.ca, 'utf8'),
});

/** @throws Error when they are no keys, or do not go together */
export function refuseBadKeys({ key, cert, ca }: TlsKeys): void {
  tls.createSecureContext({ key, cert, ca });
  // Node takes an authority that is none, and then trusts nobody.
  new X509Certificate(ca);
}

/** The common name that the certificate of a replica must have: a client's cannot pass for one. */
export const replicaName = (id: number): string => `replica-${id}`;

/** A certificate of the same authority, but of somebody else. */
class OtherName extends Error {}

/** Why a connection failed, if that was for want of trust; undefined for a network that fails. */
export function distrust(error: Error): string | undefined {
  const ofTls = 'code' in error && !('syscall' in error);
  return ofTls || error instanceof OtherName ? `the connection is not trusted: ${error.message}` : undefined;
}

/**
 * Listens for connections; with keys for those of TLS. `came` gets a connection when it is ready, and the name in its certificate;
 * `refused` hears of those that show no good one.
 */
export function makeServer(
  keys: TlsKeys | undefined,
  came: (socket: Socket, name: string | undefined) => void,
  refused: (remote: string, reason: string) => void,
): Server {
  if (keys === undefined) return net.createServer({ noDelay: true }, (socket) => came(socket, undefined));
  const server = tls.createServer({
    ...keys,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
  });
  server.on('secureConnection', (socket) => {
    socket.setNoDelay(true);
    came(socket, nameIn(socket.getPeerCertificate()));
  });
  server.on('tlsClientError', (error, socket) => {
    // What is wrong with a certificate is in one place, what is wrong with the handshake in the other.
    const { authorizationError } = socket as { readonly authorizationError?: unknown };
    const reason =
      authorizationError === undefined || authorizationError === null
        ? error.message
        : String(authorizationError);
    refused(`${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`, reason);
    socket.destroy();
  });
  return server;
}

/** Calls replica `id`. `ready` is called when what is written arrives at it, and at nobody else. */
export function call(
  { host, port }: Address,
  id: number,
  keys: TlsKeys | undefined,
  ready: () => void,
): Socket {
  if (keys === undefined) return net.connect({ host, port, noDelay: true }, ready);
  const socket = tls.connect(
    {
      ...keys,
      host,
      port,
      minVersion: 'TLSv1.3',
      // Replicas move between machines: their names count, and not those of the machines.
      checkServerIdentity: (_, certificate) =>
        nameIn(certificate) === replicaName(id)
          ? undefined
          : new OtherName(
              `the certificate is that of ${nameIn(certificate) ?? 'nobody'}, and not of ${replicaName(id)}`,
            ),
    },
    ready,
  );
  socket.setNoDelay(true);
  return socket;
}

function nameIn({ subject }: PeerCertificate): string | undefined {
  const name: unknown = subject?.CN;
  return typeof name === 'string' ? name : undefined;
}
