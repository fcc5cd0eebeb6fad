import type { Edits } from '../../chance/site.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { asSource, quoted } from './layout-text.ts';

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

/** A test file that makes the run again. `root` is the way from its folder to the repository: `..`, `../..`. */
export function vitestFile(run: FailedRun, root: string): string {
  const { system, scenario, edits, fingerprint, title, mutant } = run;
  const lines = [
    "import { describe, expect, it } from 'vitest';",
    ...(mutant === undefined
      ? []
      : [`import { mutatedRegistry } from '${root}/sim/mutants/mutated-registry.ts';`]),
    `import { simulate } from '${root}/sim/run/run.ts';`,
    `import { parseScenario } from '${root}/sim/scenario/scenario.ts';`,
    `import { ${mutant === undefined ? '' : 'defaultSystem, '}systems } from '${root}/sim/systems/index.ts';`,
    '',
    `const scenario = parseScenario(${asSource(scenario)});`,
    `const edits = ${asSource(edits)};`,
    '',
    ...call('describe', `regression: ${title}`, [
      ...indented([
        ...call('it', 'passes', [
          ...indented([
            `const system = systems.get(${quoted(system)});`,
            `if (system === undefined) throw new Error(${quoted(`there is no system ${system}`)});`,
            'expect(simulate(system, scenario, { edits }).violation).toBeUndefined();',
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
      'const { violation } = simulate(system, scenario, { edits });',
      `expect(violation?.fingerprint).toBe(${quoted(fingerprint)});`,
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
