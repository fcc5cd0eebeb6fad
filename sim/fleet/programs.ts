import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Redis } from 'ioredis';
import { KEPT_SECONDS, KEYS } from './keys.ts';

const CODE_BYTES_MAX = 2 ** 27;

/** Content hash that identifies a program. */
export const programDigest = (code: string): string => createHash('sha256').update(code).digest('hex');

/** Stores a program for workers, and keeps it from expiring. */
export async function putProgram(client: Redis, digest: string, code: string): Promise<void> {
  if ((await client.expire(KEYS.program(digest), KEPT_SECONDS)) === 1) return;
  await client.set(KEYS.program(digest), gzipSync(code), 'EX', KEPT_SECONDS);
}

/** Fetches the program with exactly this digest; returns the reason as text if there is none. */
export async function getProgram(client: Redis, digest: string): Promise<{ code: string } | string> {
  const bytes = await client.getBuffer(KEYS.program(digest));
  if (bytes === null) return `program ${digest.slice(0, 8)} is not in Redis`;
  try {
    const code = gunzipSync(bytes, { maxOutputLength: CODE_BYTES_MAX }).toString('utf8');
    return programDigest(code) === digest ? { code } : `program ${digest.slice(0, 8)} is damaged in Redis`;
  } catch {
    return `program ${digest.slice(0, 8)} is damaged in Redis`;
  }
}
