import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';
import type { Readable } from 'node:stream';

export const portOf = (server: http.Server): number => (server.address() as net.AddressInfo).port;

export async function serve(
  listener: http.RequestListener,
  options: http.ServerOptions = {},
): Promise<http.Server> {
  const server = http.createServer(options, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export async function stop(server: http.Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
}

export async function bodyOf(message: Readable): Promise<string> {
  let text = '';
  message.setEncoding('utf8');
  for await (const part of message) text += part;
  return text;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export async function ask(server: http.Server, options: http.RequestOptions, body?: string): Promise<Answer> {
  const request = http.request({ host: '127.0.0.1', port: portOf(server), ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await bodyOf(response) };
}

/** Server's response to raw bytes, up to the end of the connection. */
export async function raw(server: http.Server, text: string): Promise<string> {
  const socket = net.connect(portOf(server), '127.0.0.1');
  socket.write(text);
  return await bodyOf(socket);
}
