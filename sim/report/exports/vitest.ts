import type { Edits } from '../../engine/decisions.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** A run that failed, as a test must know it. */
export interface FailedRun {
  readonly system: string;
  readonly scenario: Scenario;
  readonly edits: Edits;
  readonly fingerprint: string;
  readonly title: string;
  /** The known bug with which it fails; without one it fails until somebody mends the code. */
  readonly mutant?: string | undefined;
}

const WIDTH = 110;

/** A test file that makes the run again. `root` is the way from its folder to the repository: `..`, `../..`. */
export function vitestFile(run: FailedRun, root: string): string {
  const { system, scenario, edits, fingerprint, title, mutant } = run;
  const lines = [
    "import { describe, expect, it } from 'vitest';",
    ...(mutant === undefined
      ? []
      : [`import { mutatedRegistry } from '${root}/sim/cli/mutated-registry.ts';`]),
    `import { simulate } from '${root}/sim/run.ts';`,
    `import { parseScenario } from '${root}/sim/scenario/scenario.ts';`,
    `import { ${mutant === undefined ? '' : 'defaultSystem, '}systems } from '${root}/sim/systems/index.ts';`,
    '',
    `const scenario = parseScenario(${source(scenario, '')});`,
    `const edits = ${source(edits, '')};`,
    '',
    ...call('describe', `regression: ${title}`, [
      ...indented([
        ...call('it', 'passes', [
          ...indented([
            `const system = systems.get(${quoted(system)});`,
            `if (system === undefined) throw new Error(${quoted(`there is no system ${system}`)});`,
            'expect(simulate(system, scenario, { edits }).breach).toBeUndefined();',
          ]),
        ]),
        ...(mutant === undefined ? [] : ['', ...withMutant(system, mutant, fingerprint)]),
      ]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function withMutant(system: string, mutant: string, fingerprint: string): string[] {
  return [
    `it(${quoted(`fails with ${mutant}`)}, async () => {`,
    ...indented([
      `const registry = await mutatedRegistry({ systems, defaultSystem }, ${quoted(mutant)}, undefined);`,
      `const system = registry.systems.get(${quoted(system)});`,
      `if (system === undefined) throw new Error(${quoted(`there is no system ${system}`)});`,
      'const { breach } = simulate(system, scenario, { edits });',
      `expect(breach?.fingerprint).toBe(${quoted(fingerprint)});`,
    ]),
    '});',
  ];
}

const call = (name: string, what: string, body: readonly string[]): string[] => [
  `${name}(${quoted(what)}, () => {`,
  ...body,
  '});',
];

const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? line : `  ${line}`));

/** Plain data as source text, laid out as the rest of the repository is. `used`: columns before it. */
function source(value: unknown, indent: string, used = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const line = `[${items.map((item) => source(item, inner)).join(', ')}]`;
    if (!line.includes('\n') && used + line.length + 1 <= WIDTH) return line;
    return `[\n${items.map((item) => `${inner}${source(item, inner)},\n`).join('')}${indent}]`;
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return '{}';
  const named = fields.map(([name, field]) => {
    const start = `${inner}${key(name)}: `;
    return `${start}${source(field, inner, start.length)},\n`;
  });
  return `{\n${named.join('')}${indent}}`;
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** A string literal, in single quotes unless that needs more escapes. */
function quoted(text: string): string {
  const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  if (text.includes("'")) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}
