import { join } from 'node:path';

/** Conditions under which Node 20 and later reads a package's `exports`. */
export type Conditions = ReadonlySet<string>;
export const REQUIRE_CONDITIONS: Conditions = new Set(['node', 'require', 'module-sync', 'node-addons']);
export const IMPORT_CONDITIONS: Conditions = new Set(['node', 'import', 'module-sync', 'node-addons']);

/** Target of an entry: a path in the package, another package's specifier, or deliberately nothing. */
export type Target = { readonly path: string } | { readonly specifier: string } | null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function resolveTarget(
  directory: string,
  target: unknown,
  star: string,
  conditions: Conditions,
): Target | undefined {
  if (target === null) return null;
  if (typeof target === 'string') {
    const filled = target.replaceAll('*', star);
    return target.startsWith('./') ? { path: join(directory, filled) } : { specifier: filled };
  }
  if (Array.isArray(target)) {
    for (const one of target) {
      const found = resolveTarget(directory, one, star, conditions);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  }
  if (!isRecord(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (condition !== 'default' && !conditions.has(condition)) continue;
    const found = resolveTarget(directory, inner, star, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The best entry of a map for a key: an exact one, else the pattern with the longest prefix. */
export function resolveInMap(
  directory: string,
  map: Readonly<Record<string, unknown>>,
  key: string,
  conditions: Conditions,
): Target | undefined {
  if (Object.hasOwn(map, key) && !key.includes('*'))
    return resolveTarget(directory, map[key], '', conditions);
  let best: { prefix: string; star: string; target: unknown } | undefined;
  for (const [pattern, target] of Object.entries(map)) {
    const at = pattern.indexOf('*');
    if (at < 0) continue;
    const prefix = pattern.slice(0, at);
    const suffix = pattern.slice(at + 1);
    const fits = key.startsWith(prefix) && key.endsWith(suffix) && key.length >= pattern.length;
    if (!fits || (best !== undefined && best.prefix.length >= prefix.length)) continue;
    best = { prefix, star: key.slice(prefix.length, key.length - suffix.length), target };
  }
  return best === undefined ? undefined : resolveTarget(directory, best.target, best.star, conditions);
}

/** Resolves a package's subpath (`.` or `./...`) by its `exports`. */
export function resolveExports(
  directory: string,
  exports: unknown,
  subpath: string,
  conditions: Conditions,
): Target | undefined {
  const isMap = isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  if (isMap) return resolveInMap(directory, exports, subpath, conditions);
  return subpath === '.' ? resolveTarget(directory, exports, '', conditions) : undefined;
}

/** Resolves a `#name` by a package's `imports`. */
export function resolveImports(
  directory: string,
  imports: unknown,
  name: string,
  conditions: Conditions,
): Target | undefined {
  return isRecord(imports) ? resolveInMap(directory, imports, name, conditions) : undefined;
}
