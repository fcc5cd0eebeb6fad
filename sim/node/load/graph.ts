import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Exports } from '../library/source.ts';
import { compileFile } from './compiled.ts';
import { jsonOf } from './json.ts';
import { namespaceOf } from './namespace.ts';
import { newModule, type ProgramModule, type Require } from './program-module.ts';
import { type How, resolveModule } from './resolve.ts';

/** Parts that the module graph of one incarnation needs. */
export interface GraphParts {
  /** Returns one of Node's modules, as this incarnation sees it. */
  readonly builtin: (id: string) => unknown;
  /** Values of `MODULE_GLOBALS`, in order. */
  readonly globals: readonly unknown[];
}

/** An ES module of this incarnation, from the start of its evaluation. */
class EsmRecord {
  promise: Promise<void> | undefined;
  /** Error of its evaluation: every later import throws the same. */
  failure: { readonly error: unknown } | undefined;
  private readonly module: { readonly exports: Exports };

  constructor(module: { readonly exports: Exports }) {
    this.module = module;
  }

  get namespace(): Exports {
    return this.module.exports;
  }
}

const asyncGraphs = new Map<string, boolean>();

/** Whether a file or one of its static imports has a top-level await. */
function awaits(path: string, seen: Set<string> = new Set()): boolean {
  const known = asyncGraphs.get(path);
  if (known !== undefined) return known;
  if (seen.has(path) || !isCode(path)) return false;
  seen.add(path);
  const { format, isAsync, imports } = compileFile(path);
  const found = format === 'module' && (isAsync || imports.some((name) => importAwaits(name, path, seen)));
  if (found || seen.size === 1) asyncGraphs.set(path, found);
  return found;
}

function importAwaits(name: string, from: string, seen: Set<string>): boolean {
  const resolved = resolveModule(name, from, 'import');
  return 'file' in resolved && awaits(resolved.file, seen);
}

const isCode = (path: string): boolean => !/\.(json|node|wasm)$/.test(path);

const urls = new Map<string, string>();

/** Made once per file, not once per incarnation. */
function urlOf(path: string): string {
  let url = urls.get(path);
  if (url === undefined) {
    url = pathToFileURL(path).href;
    urls.set(path, url);
  }
  return url;
}

/** All modules of one incarnation. Compiled code is shared between incarnations, everything else is its own. */
export class ModuleGraph {
  /** CommonJS modules by file name: the `require.cache` that programs see. */
  readonly cache: { [path: string]: ProgramModule } = Object.create(null) as {
    [path: string]: ProgramModule;
  };
  private readonly records = new Map<string, EsmRecord>();
  private readonly parts: GraphParts;
  private main: ProgramModule | undefined;

  constructor(parts: GraphParts) {
    this.parts = parts;
  }

  /** Runs the program's entry. Returns the promise of an entry with top-level await. */
  runMain(path: string): Promise<unknown> | undefined {
    if (isCode(path) && compileFile(path).format === 'module') {
      if (awaits(path)) return this.evaluateLater(path, new Set());
      this.evaluate(path);
      return undefined;
    }
    this.loadCommonJs(path, undefined);
    return undefined;
  }

  /** Implements `import()` from a file. */
  async import(specifier: string, from: string): Promise<Exports> {
    const resolved = resolveModule(`${specifier}`, from, 'import');
    if ('builtin' in resolved) return namespaceOf(this.parts.builtin(resolved.builtin));
    const { file } = resolved;
    if (awaits(file)) await this.evaluateLater(file, new Set());
    return this.namespace(file);
  }

  /** Creates the `require` of the module `from`. */
  requireFrom(from: string, parent: ProgramModule | undefined): Require {
    const load = (specifier: string): unknown => {
      if (typeof specifier !== 'string') {
        const error = new TypeError('The "id" argument must be of type string.');
        throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
      }
      const resolved = resolveModule(specifier, from, 'require');
      if ('builtin' in resolved) return this.parts.builtin(resolved.builtin);
      return this.loadCommonJs(resolved.file, parent);
    };
    const find = (specifier: string, how: How = 'require'): string => {
      const resolved = resolveModule(specifier, from, how);
      return 'builtin' in resolved ? specifier : resolved.file;
    };
    const resolve = Object.assign(
      (specifier: string, options?: { paths?: readonly string[] }) => {
        for (const path of options?.paths ?? []) {
          try {
            const resolved = resolveModule(specifier, `${path}/_`, 'require');
            return 'builtin' in resolved ? specifier : resolved.file;
          } catch {
            // Try the next path; the module's own location comes last.
          }
        }
        return find(specifier);
      },
      { paths: () => [] },
    );
    return Object.assign(load, { resolve, cache: this.cache, main: this.main, extensions: {} });
  }

  private loadCommonJs(path: string, parent: ProgramModule | undefined): unknown {
    const known = this.cache[path];
    if (known !== undefined) return known.exports;
    if (path.endsWith('.node')) throw new Error(`Native addons are not simulated: ${path}.`);
    if (isCode(path) && compileFile(path).format === 'module') return this.requireEsm(path);
    const module = newModule(path, parent);
    this.main ??= module;
    this.cache[path] = module;
    module.require = this.requireFrom(path, module);
    try {
      if (path.endsWith('.json')) module.exports = jsonOf(path);
      else {
        const run = this.bind(path);
        run.call(module.exports, module.exports, module.require, module, path, dirname(path));
      }
    } catch (error) {
      delete this.cache[path];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  private requireEsm(path: string): unknown {
    if (awaits(path)) {
      const words = `require() cannot be used on an ESM graph with top-level await: ${path}. Use import() instead.`;
      throw Object.assign(new Error(words), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
    }
    const namespace = this.namespace(path);
    return 'module.exports' in namespace ? namespace['module.exports'] : namespace;
  }

  /** Returns a file's ES module namespace, evaluating it if necessary. */
  private namespace(path: string): Exports {
    if (!isCode(path) || compileFile(path).format === 'commonjs')
      return namespaceOf(this.loadCommonJs(path, undefined));
    const record = this.records.get(path) ?? this.evaluate(path);
    if (record.failure !== undefined) throw record.failure.error;
    return record.namespace;
  }

  private evaluate(path: string): EsmRecord {
    const { record, run } = this.start(path);
    try {
      run();
    } catch (error) {
      record.failure = { error };
      throw error;
    }
    return record;
  }

  private evaluateLater(path: string, above: ReadonlySet<string>): Promise<void> {
    const known = this.records.get(path);
    if (known !== undefined) return known.promise ?? Promise.resolve();
    const { record, run } = this.start(path);
    const within = new Set(above).add(path);
    const evaluation = async () => {
      for (const name of compileFile(path).imports) {
        const resolved = resolveModule(name, path, 'import');
        if ('builtin' in resolved || within.has(resolved.file)) continue;
        if (awaits(resolved.file)) await this.evaluateLater(resolved.file, within);
        else this.namespace(resolved.file);
      }
      await run();
    };
    record.promise = evaluation();
    return record.promise;
  }

  private start(path: string): { record: EsmRecord; run: () => unknown } {
    const module = { exports: {} as Exports };
    const record = new EsmRecord(module);
    this.records.set(path, record);
    const requireNamespace = (specifier: string): Exports => {
      const resolved = resolveModule(specifier, path, 'import');
      if ('builtin' in resolved) return namespaceOf(this.parts.builtin(resolved.builtin));
      return this.namespace(resolved.file);
    };
    const body = this.bind(path);
    return {
      record,
      run: () => body.call(undefined, module.exports, requireNamespace, module, path, dirname(path)),
    };
  }

  private bind(path: string) {
    const meta = {
      url: urlOf(path),
      filename: path,
      dirname: dirname(path),
      resolve: (specifier: string) => {
        const resolved = resolveModule(specifier, path, 'import');
        return 'builtin' in resolved ? `node:${resolved.builtin}` : pathToFileURL(resolved.file).href;
      },
    };
    const dynamicImport = (specifier: string) => this.import(specifier, path);
    return compileFile(path).instantiate(...this.parts.globals, dynamicImport, meta);
  }
}
