import { execFileSync } from 'node:child_process';
import { ROOT } from './repository.ts';

/** The commit of the code that runs, marked when files differ from it; undefined where there is no git to ask. */
export function commitText(): string | undefined {
  let status: string;
  try {
    status = execFileSync('git', ['status', '--porcelain=v2', '--branch'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
  const hash = /^# branch\.oid ([0-9a-f]{7})/m.exec(status)?.[1];
  if (hash === undefined) return undefined; // no commit yet
  return /^[^#]/m.test(status) ? `${hash} (uncommitted changes)` : hash;
}
