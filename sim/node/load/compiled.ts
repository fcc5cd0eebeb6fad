import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { packageOf } from './package-json.ts';
import { mapComment, rememberMap } from './source-maps.ts';
import { type Format, type Transformed, transform } from './transform.ts';

/** Globals that are parameters of every module: as fast as local variables. */
export const MODULE_GLOBALS = [
  'globalThis',
  'global',
  'process',
  'console',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
] as const;

/** The body of a module, bound to one incarnation's globals. */
export type Body = (
  exports: unknown,
  require: unknown,
  module: unknown,
  filename: string,
  dirname: string,
) => unknown;

/** A module's code, compiled once per real process. */
export interface Compiled {
  readonly format: Format;
  readonly isAsync: boolean;
  readonly imports: readonly string[];
  /** Binds the code to globals in the order of `MODULE_GLOBALS`, then `$mport` and `$meta`. */
  readonly instantiate: (...globals: unknown[]) => Body;
  readonly digest: string;
  /** Number of lines of the compiled text. */
  readonly lines: number;
}

const known = new Map<string, Compiled>();
let generation = 0;

/**
 * Has every file compiled anew when it is next loaded. A profiler does not know code that was compiled and optimized before it
 * began. The engine has a cache of its own, so the text changes.
 */
export function forgetCompiled(): void {
  known.clear();
  generation++;
}

/** Number of lines of a file of a program that has been loaded; 0 for any other file. */
export const loadedLines = (path: string): number => known.get(path)?.lines ?? 0;

/** Determines the module format of a file from its name, its package and, if needed, its syntax. */
export function formatOf(path: string, source: string): Format {
  if (/\.[cm]?[jt]sx?$/.test(path)) {
    if (/\.m[jt]s$/.test(path)) return 'module';
    if (/\.c[jt]s$/.test(path)) return 'commonjs';
    const scope = packageOf(path);
    if (scope?.type === 'module') return 'module';
    const typed = /\.tsx?$/.test(path);
    const looks =
      /^\s*(?:import\s*[\w{*"']|export\s+(?:default|const|let|var|function|class|async|\{|\*|type|interface))/m;
    return typed && looks.test(source) ? 'module' : 'commonjs';
  }
  return 'commonjs';
}

/** Reads and compiles a file; the same text is compiled once for any number of incarnations. */
export function compileFile(path: string): Compiled {
  const before = known.get(path);
  if (before !== undefined) return before;
  const source = readFileSync(path, 'utf8');
  const compiled = compileSource(path, source, formatOf(path, source));
  known.set(path, compiled);
  return compiled;
}

/** @throws SyntaxError that shows the user's own line. */
function scriptOf(path: string, source: string, text: string, headColumns: number): Script {
  try {
    return new Script(text, { filename: path, columnOffset: -headColumns });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = Number(/:(\d+)\n/.exec(error.stack ?? '')?.[1] ?? 1);
    const shown = source.split('\n')[line - 1]?.trim() ?? '';
    const told = new SyntaxError(error.message);
    told.stack = `${path}:${line}\n${shown}\n\nSyntaxError: ${error.message}\n    at ${path}:${line}:1`;
    throw told;
  }
}

/** Compiles a text as the file `path`. */
export function compileSource(path: string, source: string, format: Format): Compiled {
  const made: Transformed = transform(path, source, format);
  if (made.map !== undefined) rememberMap(path, made.map);
  const outer = `(function (${[...MODULE_GLOBALS, '$mport', '$meta'].join(', ')}) {`;
  const inner = `return ${made.isAsync ? 'async ' : ''}function (exports, require, module, __filename, __dirname) {`;
  const text = `${outer}${inner}${made.code}\n}})${generation === 0 ? '' : ` // ${generation}`}${mapComment(made.map)}`;
  const script = scriptOf(path, source, text, outer.length + inner.length);
  return {
    format,
    isAsync: made.isAsync,
    imports: made.imports,
    // The script is the function expression whose head is above.
    instantiate: script.runInThisContext() as Compiled['instantiate'],
    digest: createHash('sha256').update(source).digest('hex'),
    lines: made.code.split('\n').length,
  };
}
