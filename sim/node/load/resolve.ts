import { realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Conditions,
  IMPORT_CONDITIONS,
  REQUIRE_CONDITIONS,
  resolveExports,
  resolveImports,
} from './exports-map.ts';
import { type PackageJson, packageAt, packageOf } from './package-json.ts';

/** Result of resolving a specifier: one of Node's modules, or a file. */
export type Resolved = { readonly builtin: string } | { readonly file: string };
export type How = 'require' | 'import';

const EXTENSIONS = ['.js', '.json', '.node', '.ts', '.cjs', '.mjs', '.cts', '.mts'];
const TYPESCRIPT_OF: Readonly<Record<string, string>> = {
  '.js': '.ts',
  '.mjs': '.mts',
  '.cjs': '.cts',
  '.jsx': '.tsx',
};

const known = new Map<string, Resolved>();

const kindOf = (path: string): 'file' | 'directory' | undefined => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : stat.isDirectory() ? 'directory' : 'file';
};

function notFound(specifier: string, from: string, how: How): Error {
  if (how === 'require') {
    const error = new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`);
    return Object.assign(error, { code: 'MODULE_NOT_FOUND', requireStack: [from] });
  }
  const bare = !/^[./#]|^file:/.test(specifier);
  const what = bare ? `package '${specifier}'` : `module '${resolve(dirname(from), specifier)}'`;
  return Object.assign(new Error(`Cannot find ${what} imported from ${from}`), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
}

function notExported(directory: string, subpath: string): Error {
  const what =
    subpath === '.'
      ? 'No "exports" main defined'
      : `Package subpath '${subpath}' is not defined by "exports"`;
  const error = new Error(`${what} in ${directory}/package.json`);
  return Object.assign(error, { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
}

/** Resolves a path as `require` does: the file itself, with an added extension, or a directory's entry. */
function loadPath(path: string): string | undefined {
  const kind = kindOf(path);
  if (kind === 'file') return path;
  for (const extension of EXTENSIONS) if (kindOf(path + extension) === 'file') return path + extension;
  if (kind !== 'directory') return typescriptTwin(path);
  const main = packageAt(path)?.main;
  if (main !== undefined) {
    const entry = join(path, main);
    const found = kindOf(entry) === 'directory' ? loadIndex(entry) : loadPath(entry);
    if (found !== undefined) return found;
  }
  return loadIndex(path);
}

function loadIndex(directory: string): string | undefined {
  for (const extension of EXTENSIONS) {
    const path = join(directory, `index${extension}`);
    if (kindOf(path) === 'file') return path;
  }
  return undefined;
}

/** TypeScript sources import each other by the name of the compiled file. */
function typescriptTwin(path: string): string | undefined {
  const at = path.lastIndexOf('.');
  const twin = TYPESCRIPT_OF[path.slice(at)];
  if (at < 0 || twin === undefined) return undefined;
  const source = path.slice(0, at) + twin;
  return kindOf(source) === 'file' ? source : undefined;
}

function loadExact(path: string): string | undefined {
  return kindOf(path) === 'file' ? path : typescriptTwin(path);
}

function inPackage(
  found: PackageJson,
  subpath: string,
  how: How,
  conditions: Conditions,
): string | undefined {
  if (found.exports !== undefined && found.exports !== null) {
    const target = resolveExports(found.directory, found.exports, subpath, conditions);
    if (target === null || target === undefined || !('path' in target))
      throw notExported(found.directory, subpath);
    return loadExact(target.path);
  }
  const path = join(found.directory, subpath);
  return how === 'require' || subpath === '.' ? loadPath(path) : loadExact(path);
}

function bareName(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  const rest = specifier.slice(name.length);
  return { name, subpath: rest === '' ? '.' : `.${rest}` };
}

function resolveBare(specifier: string, from: string, how: How, conditions: Conditions): string | undefined {
  const { name, subpath } = bareName(specifier);
  const own = packageOf(from);
  if (own?.name === name && own.exports !== undefined) return inPackage(own, subpath, how, conditions);
  for (let directory = dirname(from); ; directory = dirname(directory)) {
    if (!directory.endsWith('/node_modules')) {
      const at = join(directory, 'node_modules', name);
      const found = packageAt(at);
      if (found !== undefined) return inPackage(found, subpath, how, conditions);
      const path = loadPath(join(directory, 'node_modules', specifier));
      if (path !== undefined) return path;
    }
    if (directory === dirname(directory)) return undefined;
  }
}

/** Resolves a specifier from a file, as Node does. */
export function resolveModule(specifier: string, from: string, how: How): Resolved {
  if (specifier.startsWith('node:') || isBuiltin(specifier))
    return { builtin: specifier.replace(/^node:/, '') };
  const key = `${how}\0${specifier}\0${dirname(from)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const conditions = how === 'require' ? REQUIRE_CONDITIONS : IMPORT_CONDITIONS;
  let path: string | undefined;
  if (specifier.startsWith('#')) {
    const scope = packageOf(from);
    const target =
      scope === undefined ? undefined : resolveImports(scope.directory, scope.imports, specifier, conditions);
    if (target !== undefined && target !== null && 'specifier' in target)
      return resolveModule(target.specifier, from, how);
    path = target === undefined || target === null ? undefined : loadExact(target.path);
  } else if (specifier.startsWith('file:')) {
    path = loadExact(fileURLToPath(specifier));
  } else if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..') {
    const at = resolve(dirname(from), specifier);
    path = how === 'require' ? loadPath(at) : loadExact(at);
  } else {
    path = resolveBare(specifier, from, how, conditions);
  }
  if (path === undefined) throw notFound(specifier, from, how);
  const resolved: Resolved = { file: realpathSync(path) };
  known.set(key, resolved);
  return resolved;
}
