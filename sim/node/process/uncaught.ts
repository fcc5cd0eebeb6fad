import { inspect } from 'node:util';
import { real } from '../real-process.ts';

/** Text that Node prints for an uncaught error. */
export function uncaughtWords(error: unknown): string {
  if (error instanceof Error) return `${inspect(error)}\n\nNode.js ${real.version}\n`;
  return `Uncaught:\n${inspect(error)}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)\n`;
}
