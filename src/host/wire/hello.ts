import * as z from 'zod';
import { decode, encode } from '../../process/codec.ts';
import { WIRE_VERSION } from './frame.ts';

const address = z.string().max(300);
const id = z.number().int().min(0).max(0xffff_ffff);

/** Who calls, and what it takes for granted. */
const helloSchema = z.strictObject({
  version: z.number().int(),
  cluster: z.string().max(200),
  system: z.string().max(200),
  /** Format of the system's own messages. */
  format: z.number().int(),
  role: z.enum(['replica', 'client']),
  /** A replica: itself. A client: the first of its ids. */
  id,
  /** How many ids a client has, from the first on. */
  ids: z.number().int().min(1).max(256),
  /** Whom it takes the other one for. */
  to: id,
  /** Drawn at its start: tells a new life, or another process, from a connection made again. */
  nonce: z.string().max(64),
  /** Where a replica can be called by others, and by clients. */
  at: address.nullable(),
  clientsAt: address.nullable(),
});
export type Hello = z.infer<typeof helloSchema>;

/** Where replicas can be called. */
const placeSchema = z.strictObject({ id, at: address, clientsAt: address });
export type Place = z.infer<typeof placeSchema>;

const welcomeSchema = z.strictObject({ id, places: z.array(placeSchema).max(1000) });
export type Welcome = z.infer<typeof welcomeSchema>;

/** What both sides of a handshake must have alike. */
export interface Agreement {
  readonly cluster: string;
  readonly system: string;
  readonly format: number;
}

export const encodeHello = (hello: Omit<Hello, 'version'>): Uint8Array =>
  encode({ ...hello, version: WIRE_VERSION });
export const encodeWelcome = (welcome: Welcome): Uint8Array => encode(welcome);

export const decodeHello = (contents: Uint8Array): Hello | undefined => parsed(helloSchema, contents);
export const decodeWelcome = (contents: Uint8Array): Welcome | undefined => parsed(welcomeSchema, contents);

function parsed<T>(schema: z.ZodType<T>, contents: Uint8Array): T | undefined {
  try {
    return schema.safeParse(decode(contents)).data;
  } catch {
    return undefined; // no encoded value
  }
}

/** Why these two cannot talk, in one sentence; undefined: they can. */
export function disagreement(hello: Hello, own: Agreement, self: number): string | undefined {
  const { version, cluster, system, format, to } = hello;
  if (version !== WIRE_VERSION)
    return `this replica speaks version ${WIRE_VERSION} of the transport, and you version ${version}`;
  if (cluster !== own.cluster) return `this is cluster "${own.cluster}", and not "${cluster}"`;
  if (system !== own.system) return `this replica runs ${own.system}, and not ${system}`;
  if (format !== own.format)
    return `this replica has messages of format ${own.format}, and you of format ${format}: upgrade through a version that has both`;
  if (to !== self) return `this is replica ${self}, and not replica ${to}`;
  return undefined;
}
