import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The fields of a `package.json` that determine module resolution and format. */
export interface PackageJson {
  readonly directory: string;
  readonly name: string | undefined;
  readonly main: string | undefined;
  readonly type: 'module' | 'commonjs';
  readonly exports: unknown;
  readonly imports: unknown;
}

const known = new Map<string, PackageJson | undefined>();

/** Reads the package in exactly this directory. */
export function packageAt(directory: string): PackageJson | undefined {
  if (known.has(directory)) return known.get(directory);
  const found = read(directory);
  known.set(directory, found);
  return found;
}

/** Finds the package of a file: the nearest directory above it with a `package.json`. */
export function packageOf(file: string): PackageJson | undefined {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    if (directory.endsWith('/node_modules')) return undefined;
    const found = packageAt(directory);
    if (found !== undefined || directory === dirname(directory)) return found;
  }
}

function read(directory: string): PackageJson | undefined {
  const path = join(directory, 'package.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  let content: Record<string, unknown>;
  try {
    content = JSON.parse(text) as Record<string, unknown>; // its fields are checked below
  } catch (error) {
    throw new Error(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { name, main, type } = content;
  return {
    directory,
    name: typeof name === 'string' ? name : undefined,
    main: typeof main === 'string' ? main : undefined,
    type: type === 'module' ? 'module' : 'commonjs',
    exports: content['exports'],
    imports: content['imports'],
  };
}
