import { createRequire } from 'node:module';
import { hideAwaits, redirectImports, showAwaits } from './edits.ts';

/** The source of a module as a function body. */
export interface Transformed {
  readonly code: string;
  /** Source map, if the code is not as the user wrote it. */
  readonly map: string | undefined;
  /** Whether the module has a top-level await. */
  readonly isAsync: boolean;
  /** Specifiers of static imports, in order. */
  readonly imports: readonly string[];
}

export type Format = 'commonjs' | 'module';
const LOADERS: Readonly<Record<string, 'js' | 'jsx' | 'ts' | 'tsx'>> = {
  ts: 'ts',
  cts: 'ts',
  mts: 'ts',
  tsx: 'tsx',
  jsx: 'jsx',
};

type Compiler = typeof import('esbuild');
type Options = NonNullable<Parameters<Compiler['transformSync']>[1]>;

const require = createRequire(import.meta.url);
const COMPILER = 'esbuild';

/**
 * Compiles one text. The compiler is loaded on first use: most commands run no program, and loading it takes 13 ms.
 * 1. A run that takes too long is stopped, by chance while it waits for the compiler's thread. 2. The answer stays in the queue.
 * 3. Each later call gets the answer to the one before. So another compiler takes over.
 */
function compiled(source: string, options: Options): { readonly code: string; readonly map: string } {
  const compile = (): { code: string; map: string } =>
    (require(COMPILER) as Compiler).transformSync(source, options); // its own types
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof Error) || !/^Internal error: Expected id/.test(error.message)) throw error;
    delete require.cache[require.resolve(COMPILER)];
    return compile();
  }
}

/** Turns a module into a CommonJS function body with `$mport` for `import()` and `$meta` for `import.meta`. */
export function transform(path: string, source: string, format: Format): Transformed {
  const loader = LOADERS[path.slice(path.lastIndexOf('.') + 1)] ?? 'js';
  if (format === 'commonjs' && loader === 'js') {
    const code = redirectImports(source.startsWith('#!') ? `//${source.slice(2)}` : source);
    return { code, map: undefined, isAsync: false, imports: [] };
  }
  const options = {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // For `.mjs` names the compiler would unwrap imports in its own way; namespaces are already unwrapped here.
    sourcefile: path.replace(/\.m([jt]s)$/, '.$1'),
    sourcemap: 'external',
    logLevel: 'silent',
    define: { 'import.meta': '$meta' },
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
  } as const;
  let result: { code: string; map: string };
  let isAsync = false;
  try {
    result = compiled(source, { ...options, loader });
  } catch (error) {
    if (!(error instanceof Error) || !/top-level await/i.test(error.message)) throw syntaxError(path, error);
    isAsync = true;
    const plain = compiled(source, { ...options, loader, format: 'esm', define: {} });
    result = compiled(hideAwaits(plain.code), { ...options, loader: 'js' });
    result = { code: showAwaits(result.code), map: plain.map };
  }
  const imports = [...result.code.matchAll(/\brequire\(("(?:[^"\\]|\\.)*")\)/g)].map(
    ([, quoted]) => JSON.parse(quoted ?? '""') as string, // a string literal as esbuild writes it
  );
  return { code: redirectImports(result.code), map: result.map, isAsync, imports };
}

/** The compiler's first error, in Node's format. */
function syntaxError(path: string, error: unknown): Error {
  const { errors } = error as {
    errors?: { text: string; location?: { line: number; column: number } | null }[];
  };
  const first = errors?.[0];
  const where = first?.location ? `${path}:${first.location.line}:${first.location.column + 1}` : path;
  return new SyntaxError(`${first?.text ?? String(error)} (${where})`);
}
