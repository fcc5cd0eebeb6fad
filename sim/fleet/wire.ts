import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { FuzzAnswers } from '../campaign/fuzz-queue.ts';
import type { FuzzTask } from '../campaign/task.ts';
import { PROTOCOL } from './keys.ts';

const LEVEL = 1;
const UNPACKED_BYTES_MAX = 2 ** 28;

/** A batch as sent over the wire. A worker needs nothing else except the program it names. */
export const offerSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  campaign: z.string(),
  /** SHA-256 of the program's text. */
  program: z.string().regex(/^[0-9a-f]{64}$/),
  /** Range of runs within the campaign. */
  batch: z.string().regex(/^\d+-\d+$/),
  nodeMajor: z.number().int(),
  /** Time limit of a run; a longer one is considered endless. */
  limitMs: z.number().int(),
  heapMbMax: z.number().int(),
  /** Deflated JSON. */
  tasks: z.string(),
});
export type Offer = z.infer<typeof offerSchema>;

const answerSchema = z.union([
  z.object({
    type: z.literal('ran'),
    run: z.looseObject({ verdict: z.string(), steps: z.number(), states: z.array(z.number()) }),
  }),
  z.object({ type: z.literal('hang') }),
  z.object({ type: z.literal('crash'), reason: z.string() }),
]);
const resultSchema = z.object({ program: z.string(), answers: z.array(answerSchema) });

/** Result of a batch. */
export interface Result {
  readonly program: string;
  readonly answers: FuzzAnswers;
}

export const packedTasks = (tasks: readonly FuzzTask[]): string => deflated(tasks).toString('base64');

export const unpackedTasks = (text: string): readonly FuzzTask[] =>
  inflated(Buffer.from(text, 'base64')) as readonly FuzzTask[]; // made by packedTasks of the same protocol

export const packedResult = (result: Result): Buffer => deflated(result);

/** Returns undefined for a damaged result: the batch then runs again. */
export function unpackedResult(bytes: Buffer): Result | undefined {
  try {
    return resultSchema.parse(inflated(bytes)) as unknown as Result; // the unchecked fields come from the same program
  } catch {
    return undefined;
  }
}

const deflated = (value: unknown): Buffer => deflateRawSync(JSON.stringify(value), { level: LEVEL });

const inflated = (bytes: Buffer): unknown =>
  JSON.parse(inflateRawSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX }).toString('utf8'));
