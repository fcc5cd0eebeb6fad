import { sharedModule } from '../library/shared.ts';
import { compiledLibrary, type Exports } from '../library/source.ts';

/** A syntax tree node; only positions and children are used. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}
interface Acorn {
  parse(code: string, options: object): Node;
}

let acorn: Acorn | undefined;

/** The parser that Node bundles for its own use. */
function parser(): Acorn {
  if (acorn === undefined) {
    const module = { exports: {} as unknown };
    const require = (id: string) => sharedModule(id);
    const nothing = () => ({});
    compiledLibrary('internal/deps/acorn/acorn/dist/acorn')(
      module.exports as Exports,
      require,
      module,
      process,
      nothing,
      {},
    );
    acorn = module.exports as Acorn; // filled by the UMD wrapper
  }
  return acorn;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

function walk(node: Node, visit: (node: Node, inFunction: boolean) => void, inFunction = false): void {
  visit(node, inFunction);
  const inner =
    inFunction ||
    /Function/.test(node.type) ||
    node.type === 'PropertyDefinition' ||
    node.type === 'StaticBlock';
  for (const value of Object.values(node)) {
    if (isNode(value)) walk(value, visit, inner);
    else if (Array.isArray(value)) for (const one of value) if (isNode(one)) walk(one, visit, inner);
  }
}

/** A replaced piece of text; no two overlap. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function apply(code: string, edits: Edit[]): string {
  let result = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start || b.end - a.end)) {
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result;
}

function parse(code: string, sourceType: 'script' | 'module'): Node {
  return parser().parse(code, {
    ecmaVersion: 'latest',
    sourceType,
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    allowAwaitOutsideFunction: true,
    allowSuperOutsideMethod: true,
  });
}

/** Rewrites `import(x)` to `$mport(x)`, which the wrapper provides. The equal length preserves columns. */
export function redirectImports(code: string): string {
  if (!/\bimport\s*\(/.test(code)) return code;
  const edits: Edit[] = [];
  walk(parse(code, 'script'), (node) => {
    if (node.type === 'ImportExpression')
      edits.push({ start: node.start, end: node.start + 6, text: '$mport' });
  });
  return apply(code, edits);
}

/**
 * Hides awaits outside functions from a compiler that rejects them in CommonJS: `await x` becomes `$wait(x)`, and a `for await`
 * gets a label instead. `showAwaits` restores them.
 */
export function hideAwaits(code: string): string {
  const edits: Edit[] = [];
  walk(parse(code, 'module'), (node, inFunction) => {
    if (inFunction) return;
    if (node.type === 'AwaitExpression' && isNode(node['argument'])) {
      edits.push({ start: node.start, end: node['argument'].start, text: '$wait(' });
      edits.push({ start: node.end, end: node.end, text: ')' });
    }
    if (node.type === 'ForOfStatement' && node['await'] === true) {
      const at = code.indexOf('await', node.start);
      edits.push({ start: node.start, end: at + 5, text: '$wait_: for' });
    }
  });
  return apply(code, edits);
}

export function showAwaits(code: string): string {
  const edits: Edit[] = [];
  walk(parse(code, 'script'), (node) => {
    const callee = node['callee'];
    if (node.type === 'CallExpression' && isNode(callee) && callee['name'] === '$wait') {
      edits.push({ start: callee.start, end: callee.end, text: '(await ' });
      edits.push({ start: node.end, end: node.end, text: ')' });
    }
    const label = node['label'];
    if (
      node.type === 'LabeledStatement' &&
      isNode(label) &&
      label['name'] === '$wait_' &&
      isNode(node['body'])
    ) {
      edits.push({ start: node.start, end: node['body'].start + 3, text: 'for await' });
    }
  });
  return apply(code, edits);
}
