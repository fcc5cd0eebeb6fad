import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** The commit of the code that runs, marked when files differ from it; undefined where there is no git to ask. */
export function commitText(): string | undefined {
  const hash = git('rev-parse', '--short', 'HEAD');
  if (hash === undefined || hash === '') return undefined;
  return git('status', '--porcelain') === '' ? hash : `${hash} (uncommitted changes)`;
}

function git(...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: HERE,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
