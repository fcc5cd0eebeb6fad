import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** What each part may import, from the top down. A part may always import itself. */
const ARROWS: readonly (readonly [part: string, allowed: readonly string[]])[] = [
  ['src/process/', []],
  ['src/service/', ['src/process/']],
  ['src/vsr/', ['src/process/', 'src/service/']],
  ['src/register/', ['src/process/']],
  ['src/host/', ['src/process/']],
  ['invariants/testing/', ['src/process/', 'types of src/', 'types of invariants/']],
  ['invariants/', ['types of src/', 'src/process/contract-error.ts']],
  ['sim/engine/', ['src/process/', 'types of invariants/']],
  ['sim/environment/', ['sim/engine/', 'src/process/', 'types of invariants/', 'types of sim/scenario/']],
  [
    'sim/scenario/',
    ['sim/engine/', 'sim/environment/', 'src/process/', 'types of invariants/', 'types of sim/run/system.ts'],
  ],
  ['sim/run/system.ts', ['types of']],
  [
    'sim/run/run.ts',
    ['sim/engine/', 'sim/environment/', 'sim/scenario/', 'sim/run/system.ts', 'src/process/', 'invariants/'],
  ],
  [
    'sim/define/',
    [
      'sim/text/plain-text.ts',
      'sim/engine/',
      'sim/scenario/',
      'sim/run/system.ts',
      'src/process/',
      'invariants/',
    ],
  ],
  [
    'sim/systems/',
    ['sim/define/', 'sim/run/system.ts', 'sim/engine/', 'sim/scenario/', 'src/', 'invariants/'],
  ],
  [
    'sim/report/',
    [
      'sim/run/run.ts',
      'sim/engine/',
      'sim/environment/',
      'sim/scenario/',
      'sim/run/system.ts',
      'src/process/',
      'types of invariants/',
      'types of sim/misuse/',
    ],
  ],
  [
    'sim/replay/',
    [
      'sim/run/run.ts',
      'sim/report/',
      'sim/engine/',
      'sim/scenario/',
      'sim/run/system.ts',
      'src/process/',
      'types of invariants/',
    ],
  ],
  ['sim/mutants/', ['sim/run/run.ts', 'sim/scenario/', 'sim/run/system.ts', 'sim/systems/', 'src/process/']],
  [
    'sim/fuzz/',
    [
      'sim/replay/',
      'sim/misuse/',
      'sim/systems/',
      'sim/run/run.ts',
      'sim/scenario/',
      'sim/environment/',
      'sim/engine/',
      'sim/run/system.ts',
      'src/process/contract-error.ts',
    ],
  ],
  ['sim/shrink/worker.ts', ['sim/shrink/', 'sim/systems/']],
  [
    'sim/shrink/testing/',
    ['sim/shrink/', 'sim/systems/', 'sim/mutants/', 'sim/scenario/', 'sim/run/system.ts'],
  ],
  ['sim/shrink/', ['sim/replay/', 'sim/run/run.ts', 'sim/scenario/', 'sim/engine/', 'sim/run/system.ts']],
  [
    'sim/misuse/',
    [
      'sim/run/run.ts',
      'sim/text/step-text.ts',
      'sim/text/names.ts',
      'sim/engine/',
      'sim/scenario/',
      'sim/run/system.ts',
      'src/process/ids.ts',
      'types of invariants/',
    ],
  ],
  [
    'sim/check/systems/',
    ['sim/check/', 'sim/scenario/', 'types of sim/run/system.ts', 'types of src/', 'src/process/'],
  ],
  ['sim/check/testing/', ['sim/check/', 'sim/text/plain-text.ts']],
  ['sim/check/text/', ['sim/check/', 'sim/text/']],
  ['sim/check/', ['src/process/', 'types of invariants/linearizability/']],
  [
    'examples/check/',
    ['sim/check/model/', 'sim/text/plain-text.ts', 'src/process/', 'invariants/linearizability/'],
  ],
  ['sim/api/', ['sim/', 'src/process/', 'invariants/']],
  [
    'sim/cli/',
    ['sim/', 'examples/check/', 'src/process/', 'invariants/linearizability/', 'types of invariants/'],
  ],
  ['sim/testing/', ['sim/', 'src/', 'invariants/']],
  ['scripts/', ['sim/', 'src/', 'invariants/', 'examples/']],
];

const IMPORT = /^(import|export)(\s+type)?\s[^;]*?from\s+'(\.[^']+)';/gms;

function sources(): string[] {
  return ['src', 'sim', 'invariants', 'examples', 'scripts'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file}`)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
  );
}

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, , type, specifier = '']) => ({
    target: path.posix.join(path.posix.dirname(file), specifier),
    typeOnly: type !== undefined,
  }));
}

describe('layout', () => {
  it('should have imports that point one way', () => {
    const wrong: string[] = [];
    for (const file of sources()) {
      const arrow = ARROWS.find(([part]) => file.startsWith(part));
      if (arrow === undefined) {
        wrong.push(`${file} belongs to no part of the layout`);
        continue;
      }
      const [part, allowed] = arrow;
      for (const { target, typeOnly } of importsOf(file)) {
        const ok =
          target.startsWith(part) ||
          allowed.some((to) =>
            to.startsWith('types of') ? typeOnly && target.startsWith(to.slice(9)) : target.startsWith(to),
          );
        if (!ok) wrong.push(`${file} imports ${typeOnly ? 'types of ' : ''}${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('should have no circles', () => {
    const graph = new Map(
      sources().map((file) => [
        file,
        importsOf(file)
          .filter(({ typeOnly }) => !typeOnly)
          .map(({ target }) => target),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file))
        throw new Error(`a circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
      if (done.has(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(done.size).toBe(graph.size);
  });
});
