import * as realModule from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Exports } from '../library/source.ts';
import { refused } from '../refuse/refused.ts';
import type { ModuleGraph } from './graph.ts';
import { packageOf } from './package-json.ts';
import { newModule } from './program-module.ts';
import { resolveModule } from './resolve.ts';

const LOADS = 'the tank loads the modules of programs itself, by the rules of Node and with TypeScript';

/** What newer versions of Node have, as the running one has it. */
function laterFunctions(): Exports {
  const found = realModule as unknown as Exports; // a module namespace seen as a record
  const later: Exports = {
    register: refused('module.register', LOADS, Function),
    registerHooks: refused('module.registerHooks', LOADS, Function),
    stripTypeScriptTypes: found['stripTypeScriptTypes'],
    constants: found['constants'],
    flushCompileCache: () => undefined,
    getCompileCacheDir: () => undefined,
    getSourceMapsSupport: () => ({ __proto__: null, enabled: true, nodeModules: true, generatedCode: false }),
    setSourceMapsSupport: () => undefined,
    findPackageJSON: (specifier: string | URL, base?: string | URL) => {
      const text = String(specifier);
      const from = base === undefined ? '/' : pathOf(base);
      const isPath = /^(?:file:|\.{0,2}\/|\.{1,2}$)/.test(text);
      // Of a path, only the folders above need to exist.
      const found = isPath
        ? { file: resolve(dirname(from), pathOf(text), '_') }
        : resolveModule(text, from, 'import');
      const scope = 'file' in found ? packageOf(found.file) : undefined;
      return scope === undefined ? undefined : join(scope.directory, 'package.json');
    },
  };
  return Object.fromEntries(Object.entries(later).filter(([key]) => key in found));
}

const pathOf = (place: string | URL): string =>
  String(place).startsWith('file:') ? fileURLToPath(place) : String(place);

/** `node:module` of one incarnation. */
export function moduleBuiltin(graph: () => ModuleGraph): unknown {
  const createRequire = (from: string | URL) => {
    const path = pathOf(from);
    return graph().requireFrom(path, newModule(path, undefined));
  };
  function Module(this: object, id = '', parent?: unknown) {
    Object.assign(this, newModule(id, undefined), { parent });
  }
  return Object.assign(Module, {
    Module,
    createRequire,
    builtinModules: realModule.builtinModules,
    isBuiltin: realModule.isBuiltin,
    SourceMap: realModule.SourceMap,
    findSourceMap: () => undefined,
    syncBuiltinESMExports: () => undefined,
    ...laterFunctions(),
    enableCompileCache: () => ({ status: 3 }),
    _extensions: {},
    _nodeModulePaths: () => [],
    globalPaths: [],
    _cache: graph().cache,
  });
}
