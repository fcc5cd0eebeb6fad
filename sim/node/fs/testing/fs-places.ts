import * as fs from 'node:fs';
import { join } from 'node:path';

let count = 0;
/** A separate directory for each case. */
export function place(): string {
  const path = join(process.env['CONTRACT_DIRECTORY'] ?? '/tmp', `case-${count++}`);
  fs.mkdirSync(path);
  return path;
}

export const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  return 'none';
};
