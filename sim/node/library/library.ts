import { libraryPrimordials, realRequire, sharedModule } from './shared.ts';
import { sharedBinding } from './shared-bindings.ts';
import { compiledLibrary, type Exports, inLibrary, LIBRARY_PARAMETERS } from './source.ts';
import { partialBinding } from './stubs.ts';

const UNDICI = 'internal/deps/undici/undici';

/** Modules of Node's library that have state or that programs patch: each incarnation has its own. */
const OWN = new Set([
  '_http_agent',
  '_http_client',
  '_http_common',
  '_http_incoming',
  '_http_outgoing',
  '_http_server',
  'dgram',
  'diagnostics_channel',
  'dns',
  'dns/promises',
  'fs',
  'fs/promises',
  'http',
  'internal/dgram',
  'internal/dns/callback_resolver',
  'internal/dns/promises',
  'internal/dns/utils',
  'internal/fs/cp/cp',
  'internal/fs/cp/cp-sync',
  'internal/fs/dir',
  'internal/fs/glob',
  'internal/fs/promises',
  'internal/fs/read/context',
  'internal/fs/recursive_watch',
  'internal/fs/rimraf',
  'internal/fs/streams',
  'internal/fs/sync_write_stream',
  'internal/fs/utils',
  'internal/fs/watchers',
  'internal/http',
  'internal/net',
  'internal/stream_base_commons',
  'internal/streams/fast-utf8-stream',
  'internal/process/finalization',
  'internal/timers',
  'internal/util/debounce',
  'internal/util/throttle',
  'net',
  'timers',
  'timers/promises',
  'zlib',
]);

/** Differences between the libraries of two incarnations. */
export interface LibraryParts {
  /** The program's `process`. */
  readonly process: unknown;
  /** Simulated bindings by name: the system calls of this process. */
  readonly bindings: ReadonlyMap<string, Exports>;
  /** Modules that are not Node's own: refusals and replacements. */
  readonly replaced: ReadonlyMap<string, () => unknown>;
}

/**
 * Node's library as one incarnation sees it. Modules with state are instantiated from the binary's source over the incarnation's
 * bindings on first use; stateless ones are shared; pure public modules (`events`, `stream`, `util`, `path`, ...) are the real
 * ones.
 */
export class Library {
  private readonly modules = new Map<string, unknown>();
  private readonly parts: LibraryParts;
  private readonly requireOwn = (id: string): unknown =>
    this.require(id.startsWith('node:') ? id.slice(5) : id);
  private readonly bindingOf = (name: string): Exports =>
    this.parts.bindings.get(name) ?? sharedBinding(name) ?? partialBinding(name, {});

  constructor(parts: LibraryParts) {
    this.parts = parts;
  }

  /** Returns a module by its name without `node:`. */
  require(id: string): unknown {
    if (this.modules.has(id)) return this.modules.get(id);
    if (id === 'internal/util') return this.ownUtil();
    const replaced = this.parts.replaced.get(id);
    if (replaced !== undefined) {
      const made = replaced();
      this.modules.set(id, made);
      return made;
    }
    if (OWN.has(id) && inLibrary(id)) return this.instantiate(id);
    return sharedModule(id) ?? realRequire(`node:${id}`);
  }

  /** The shared helpers, except the one that lazily loads modules of this library. */
  private ownUtil(): Exports {
    const defineLazyProperties = (
      target: object,
      id: string,
      keys: readonly string[],
      enumerable = true,
    ): void => {
      for (const key of keys) {
        const define = (value: unknown) =>
          Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable });
        Object.defineProperty(target, key, {
          configurable: true,
          enumerable,
          get: () => {
            const value = (this.require(id) as Exports)[key]; // one of Node's modules
            define(value);
            return value;
          },
          set: define,
        });
      }
    };
    const made = { ...sharedModule('internal/util'), defineLazyProperties };
    this.modules.set('internal/util', made);
    return made;
  }

  /**
   * Node's own `fetch` and related classes. It keeps its agent under a registered symbol of the global object, which must be the
   * program's own.
   */
  undici(global: object): Exports {
    const known = this.modules.get(UNDICI);
    if (known !== undefined) return known as Exports;
    const module = { exports: {} as Exports };
    const instantiate = compiledLibrary(UNDICI, `${LIBRARY_PARAMETERS}, globalThis`) as (
      ...values: unknown[]
    ) => void;
    const primordials = libraryPrimordials();
    const own = Object.create(global) as object;
    instantiate(
      module.exports,
      this.requireOwn,
      module,
      this.parts.process,
      this.bindingOf,
      primordials,
      own,
    );
    this.modules.set(UNDICI, module.exports);
    return module.exports;
  }

  private instantiate(id: string): unknown {
    const module: { exports: unknown } = { exports: {} };
    this.modules.set(id, module.exports);
    compiledLibrary(id)(
      module.exports as Exports, // set to an object above
      this.requireOwn,
      module,
      this.parts.process,
      this.bindingOf,
      libraryPrimordials(),
    );
    this.modules.set(id, module.exports);
    return module.exports;
  }
}
