import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '../files/repository.ts';
import { catalogue } from './catalogue/index.ts';
import { mutate } from './source.ts';

const overlay = mkdtempSync(join(tmpdir(), 'mutants-'));

afterAll(() => rmSync(overlay, { recursive: true, force: true }));

// A mutant that names what is not there throws as soon as it runs: it is found, and says nothing about the checkers.
it('should be code that compiles, each mutant of the catalogue', () => {
  for (const mutant of catalogue) {
    for (const { file, contents } of mutate(mutant)) {
      const copy = join(overlay, relative(ROOT, file)).replace(/\.ts$/, `.${mutant.id}.ts`);
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, contents);
    }
  }
  copyFileSync(join(ROOT, 'package.json'), join(overlay, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(overlay, 'node_modules'), 'junction');
  const config = {
    extends: resolve(ROOT, 'tsconfig.json'),
    // a deletion may leave an import or a parameter without use
    compilerOptions: {
      rootDirs: [ROOT, overlay],
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: [join(overlay, 'src'), join(overlay, 'sim'), join(overlay, 'invariants')],
    exclude: [],
  };
  writeFileSync(join(overlay, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  let wrong = '';
  try {
    execFileSync(process.execPath, [tsc, '-p', overlay], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    wrong = (error as { stdout: string }).stdout; // of execFileSync with an encoding
  }
  expect(wrong).toBe('');
});
