import { once } from 'node:events';
import * as net from 'node:net';

export const portOf = (server: net.Server): number => (server.address() as net.AddressInfo).port;

export async function listen(
  onSocket: (socket: net.Socket) => void,
  options: net.ServerOpts = {},
): Promise<net.Server> {
  const server = net.createServer(options, onSocket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export async function stop(server: net.Server): Promise<void> {
  server.close();
  if (server.listening) await once(server, 'close');
}

export async function textOf(socket: net.Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const part of socket) text += part;
  return text;
}

export const echo = (socket: net.Socket) => void socket.pipe(socket);
