import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../files/repository.ts';
import { BadInput } from '../../input/bad-input.ts';
import { asJson } from '../../page/exports/layout-text.ts';
import { vitestFile } from '../../page/exports/vitest.ts';
import type { Failure } from '../../replay/failure-file.ts';
import type { SeedFile } from '../../replay/seed-file.ts';
import { writeFileFor } from '../shared/write-file.ts';

/** Outputs of a shrunk failure besides its file. */
export interface KeepOptions {
  readonly emitTest?: string;
  /** Name below seeds/, or a path ending in .json; true chooses a name. */
  readonly save?: string | true;
}

/** Checks the options before any run. @throws BadInput */
export function refuseKeeping({ emitTest, save }: KeepOptions, catalogue: string | undefined): void {
  if (emitTest !== undefined && !emitTest.endsWith('.test.ts'))
    throw new BadInput(`--emit-test ${emitTest}: the name of a test must end in .test.ts`);
  if (catalogue !== undefined && (emitTest ?? save) !== undefined)
    throw new BadInput(
      '--emit-test and --save need a mutant of the built-in catalogue: the regression must find it again',
    );
  if (typeof save === 'string' && existsSync(seedPath(save)))
    throw new BadInput(`--save ${save}: there is such a regression already`);
}

/** Writes the requested files and returns their paths. @throws BadInput */
export function keepFailure(
  failure: Failure,
  note: string,
  { emitTest, save }: KeepOptions,
): readonly string[] {
  const written: string[] = [];
  if (emitTest !== undefined) {
    const way = path.relative(path.dirname(path.resolve(emitTest)), ROOT).replaceAll('\\', '/');
    writeFileFor('--emit-test', emitTest, vitestFile(failure, way === '' ? '.' : way));
    written.push(emitTest);
  }
  if (save !== undefined) {
    const file = save === true ? freeName(failure.title) : seedPath(save);
    writeFileFor('--save', file, asJson(seedOf(failure, note)));
    written.push(path.relative('.', file));
  }
  return written;
}

/** A seed with a mutant must keep failing; a real bug gets fixed, and then its seed must pass. */
function seedOf({ system, scenario, edits, mutant, fingerprint, commit }: Failure, note: string): SeedFile {
  return {
    version: 1,
    system,
    scenario,
    edits,
    must: mutant === undefined ? 'pass' : 'fail',
    ...(mutant === undefined ? {} : { mutant }),
    fingerprint,
    probes: [],
    found: commit ?? 'unknown',
    note,
  };
}

const seedPath = (name: string): string =>
  name.endsWith('.json') ? path.resolve(name) : path.join(ROOT, 'seeds', `${name}.json`);

function freeName(title: string): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  for (let n = 1; ; n++) {
    const file = seedPath(n === 1 ? slug : `${slug}-${n}`);
    if (!existsSync(file)) return file;
  }
}
