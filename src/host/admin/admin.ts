import http from 'node:http';
import { cannotListen, HostInputError } from '../host-input-error.ts';
import type { HostedReplica } from '../replica/replica.ts';
import { type Address, addressText, isLoopback } from '../wire/address.ts';
import { metricsText } from './metrics.ts';
import { metricsOf } from './replica-metrics.ts';

/**
 * `GET /metrics` for Prometheus and `GET /healthz` for whoever looks after the process, on a loopback port; returns how to close it.
 * @throws HostInputError
 */
export async function openAdmin(address: Address, replica: HostedReplica): Promise<() => void> {
  if (!isLoopback(address))
    throw new HostInputError(
      `${addressText(address)} can be reached from other machines: metrics are for this one only`,
    );
  const server = http.createServer((request, response) => {
    const { status, type, body } = answer(request, replica);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(addressText(address), error)));
    server.listen({ host: address.host, port: address.port }, resolve);
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function answer({ method, url }: http.IncomingMessage, replica: HostedReplica): Answer {
  if (method !== 'GET') return { status: 405, type: 'text/plain', body: 'only GET is answered\n' };
  switch (url?.split('?')[0]) {
    case '/metrics':
      return { status: 200, type: 'text/plain; version=0.0.4', body: metricsText(metricsOf(replica)) };
    case '/healthz': {
      const { fate, state } = replica.process;
      const { self, served } = replica.options;
      const body = {
        status: fate === undefined ? 'ok' : fate.type,
        replica: self,
        system: served.name,
        state: served.describe?.(state) ?? null,
      };
      return {
        status: fate === undefined ? 200 : 503,
        type: 'application/json',
        body: `${JSON.stringify(body)}\n`,
      };
    }
    default:
      return { status: 404, type: 'text/plain', body: 'there is /metrics and /healthz\n' };
  }
}
