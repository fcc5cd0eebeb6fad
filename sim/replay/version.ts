import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Wavetank's own version, as its package says. */
export function wavetankVersion(): string {
  const text = readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version?: string }; // our own file
  return version ?? 'unknown';
}
