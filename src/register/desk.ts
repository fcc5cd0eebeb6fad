import type { ProcessId } from '../process/ids.ts';
import type { Context } from '../process/process.ts';
import type { ClientMessage, RegisterResult, Reply, Request } from './messages.ts';

export interface Waiting {
  readonly from: ProcessId;
  readonly request: Request;
}

/**
 * Incoming requests of a server. None is executed twice; those that arrive while another one runs are queued.
 */
export interface Desk {
  /** Drawn at every start. */
  incarnation: number;
  /** Last request of each client. Its reply is null while it waits or runs. */
  readonly last: Map<number, { readonly request: number; readonly reply: Reply | null }>;
  readonly queue: Waiting[];
}

const HALF_BOUND = 1 << 24;

export const emptyDesk = (): Desk => ({ incarnation: 0, last: new Map(), queue: [] });

/** A random number other than 0, assumed never to be drawn twice. */
export const drawUnique = (ctx: Pick<Context<never>, 'random'>): number =>
  ctx.random(HALF_BOUND) * HALF_BOUND + ctx.random(HALF_BOUND) + 1;

/** Accepts a request, or answers it at once if it is a repetition or meant for an earlier incarnation. */
export function accept(desk: Desk, from: ProcessId, request: Request, ctx: Context<ClientMessage>): void {
  if (request.to !== ctx.self) return;
  const { client, request: number } = request;
  if (request.incarnation !== desk.incarnation) {
    const { incarnation } = desk;
    ctx.send(from, { client, incarnation, request: number, server: ctx.self, type: 'Refused' });
    return;
  }
  const last = desk.last.get(client);
  if (last !== undefined && number <= last.request) {
    if (number === last.request && last.reply !== null) ctx.send(from, last.reply);
    return;
  }
  desk.last.set(client, { request: number, reply: null });
  desk.queue.push({ from, request });
}

/** Answers a request that {@link accept} has accepted. */
export function answer(
  desk: Desk,
  { from, request: { client, request } }: Waiting,
  result: RegisterResult,
  ctx: Context<ClientMessage>,
): void {
  const reply: Reply = { client, request, result, type: 'Reply' };
  if (desk.last.get(client)?.request === request) desk.last.set(client, { request, reply });
  ctx.send(from, reply);
}
