import { createHash } from 'node:crypto';

/** A few characters that tell texts apart. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
