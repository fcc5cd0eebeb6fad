import * as realModule from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ModuleGraph } from './graph.ts';
import { newModule } from './program-module.ts';

/** `node:module` of one incarnation. */
export function moduleBuiltin(graph: () => ModuleGraph): unknown {
  const createRequire = (from: string | URL) => {
    const path = from instanceof URL || String(from).startsWith('file:') ? fileURLToPath(from) : String(from);
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
    enableCompileCache: () => ({ status: 3 }),
    _extensions: {},
    _nodeModulePaths: () => [],
    globalPaths: [],
    _cache: graph().cache,
  });
}
