import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { Answer } from '../campaign/answer.ts';
import { PROTOCOL } from './keys.ts';

const LEVEL = 1;
const UNPACKED_BYTES_MAX = 2 ** 28;

/** A batch as sent over the wire. A worker needs nothing else except the program it names. */
export const offerSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  campaign: z.string(),
  /** SHA-256 of the program's text. */
  program: z.string().regex(/^[0-9a-f]{64}$/),
  /** Name within the campaign, such as the range of its runs. */
  batch: z.string().regex(/^[\w.-]{1,100}$/),
  nodeMajor: z.number().int(),
  /** Time limit of a run; a longer one is considered endless. */
  limitMs: z.number().int(),
  heapMbMax: z.number().int(),
  /** Deflated JSON. */
  tasks: z.string(),
});
export type Offer = z.infer<typeof offerSchema>;

/** BullMQ allows no colons in ids. */
export const jobId = ({ campaign, batch }: Offer): string => `${campaign}.${batch}`;

export const nodeMajor = (): number => Number(process.versions.node.split('.', 1)[0]);

/** What is checked of a run that comes back; the rest of it comes from the same program. */
export type RunSchema = z.ZodType<unknown>;

const resultSchema = (run: RunSchema) =>
  z.object({
    program: z.string(),
    answers: z.array(
      z.union([
        z.object({ type: z.literal('ran'), run }),
        z.object({ type: z.literal('hang') }),
        z.object({ type: z.literal('crash'), reason: z.string() }),
      ]),
    ),
  });

/** Result of a batch. */
export interface Result {
  readonly program: string;
  readonly answers: readonly Answer<unknown>[];
}

export const packedTasks = (tasks: readonly unknown[]): string => deflated(tasks).toString('base64');

export const unpackedTasks = (text: string): readonly unknown[] =>
  inflated(Buffer.from(text, 'base64')) as readonly unknown[]; // made by packedTasks of the same protocol

export const packedResult = (result: Result): Buffer => deflated(result);

/** Returns undefined for a damaged result: the batch then runs again. */
export function unpackedResult(bytes: Buffer, run: RunSchema): Result | undefined {
  try {
    return resultSchema(run).parse(inflated(bytes));
  } catch {
    return undefined;
  }
}

const deflated = (value: unknown): Buffer => deflateRawSync(JSON.stringify(value), { level: LEVEL });

const inflated = (bytes: Buffer): unknown =>
  JSON.parse(inflateRawSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX }).toString('utf8'));
