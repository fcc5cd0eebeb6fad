import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageOf } from '../node/load/package-json.ts';

/** Directories that hold no code. Dependencies are covered by the lock file, which is in the digest, or by their versions. */
const LEFT_OUT = new Set(['node_modules', '.git', 'findings', 'dist']);
const CODE = /\.([cm]?[jt]sx?|json)$/;
const FILES_MAX = 2_000;

/** Tests do not run in the tank; a file that `try` has written belongs to one program of the package. */
const BESIDE = /\.((test|spec)\.[cm]?[jt]sx?|cluster\.mjs)$/;
/** Failure files and campaigns, which may be kept beside the program. */
const OURS = /^\s*\{\s*"version":\s*\d+,\s*"(system|plan)":/;
/** Fields of a `package.json` that Node reads, and the versions of dependencies. */
const MANIFEST = [
  'type',
  'main',
  'exports',
  'imports',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
];

/** The part of a `package.json` that can change how a program runs. */
function manifest(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
      key === ''
        ? Object.fromEntries(MANIFEST.map((name) => [name, (value as Record<string, unknown>)[name]]))
        : value,
    );
  } catch {
    return text; // Node will refuse it, too
  }
}

/** Digest of the code of the packages that contain these files; identical on every machine. */
export function codeDigest(entries: readonly string[]): string {
  const folders = [...new Set(entries.map((entry) => packageOf(entry)?.directory ?? path.dirname(entry)))];
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const file of filesBelow(folder)) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      if (!OURS.test(text))
        hash.update(`${file}\n`).update(path.basename(file) === 'package.json' ? manifest(text) : text);
    }
  return hash.digest('hex').slice(0, 16);
}

/** Code files by path relative to the folder, ordered by name only. */
function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name) || found.length >= FILES_MAX) continue;
      const file = path.posix.join(below, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.isFile() && CODE.test(entry.name) && !BESIDE.test(entry.name)) found.push(file);
    }
  };
  visit('');
  return found.sort();
}
