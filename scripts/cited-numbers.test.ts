import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Invariant } from '../invariants/observer.ts';
import { ordering } from '../invariants/register/ordering.ts';
import { quorumAtReturn } from '../invariants/register/quorum-at-return.ts';
import { replicaTimestamp } from '../invariants/register/replica-timestamp.ts';
import { uniqueTimestamp } from '../invariants/register/unique-timestamp.ts';
import { validity } from '../invariants/register/validity.ts';
import { vsrInvariants } from '../invariants/vsr/catalogue.ts';
import { catalogue } from '../sim/mutants/catalogue/index.ts';
import { vsrWal } from '../sim/systems/vsr-wal.ts';
import { quorumOf } from '../src/vsr/data/config.ts';
import { VIEWS_PER_EPOCH } from '../src/vsr/data/epochs.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** E errata, F findings, I and L and B invariants, T state transfers; the others are mutants. */
const NUMBER = /\b(?:[ABCDEFILRTVX]|NC)\d{1,2}[a-c]?\b/g;
/** In docs/vsr.md a number is defined by a heading or by the bold beginning of a paragraph. */
const DEFINITION = /^(?:#+ |\*\*)([A-Z]+\d+)\b/gm;
/** Seeds mean something at one commit only: a comment says what happened instead. */
const SEED = /\bseeds? (?:[a-z]+-)*\d[\d-]*\b/i;

/** The protocols, what is checked of them, and how they are put into the tank. */
const FOLDERS = ['src', 'invariants', 'sim/systems', 'sim/mutants/catalogue', 'sim/scenario', 'sim/disk'];

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .sort(),
);

function defined(): Set<string> {
  const numbers = new Set(catalogue.map(({ id }) => id));
  for (const [, number = ''] of text('docs/vsr.md').matchAll(DEFINITION)) numbers.add(number);
  for (const [, number = ''] of text('docs/mutants.md').matchAll(/^(?:\| |- \*\*)([A-Z]+\d+[a-c]?)\b/gm))
    numbers.add(number);
  return numbers;
}

const commentsOf = (file: string): readonly string[] =>
  [...text(file).matchAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm)].map(([comment]) =>
    comment.replace(/\s*\n\s*\*\s*/g, ' '),
  );

describe('numbers that code cites', () => {
  it('should all be explained in docs/vsr.md or docs/mutants.md', () => {
    const known = defined();
    const unknown: string[] = [];
    let cited = 0;
    for (const file of sources) {
      for (const [number] of text(file).matchAll(NUMBER)) {
        cited++;
        if (!known.has(number)) unknown.push(`${file} cites ${number}`);
      }
    }
    expect(cited).toBeGreaterThan(300);
    expect(unknown).toEqual([]);
  });

  it('should be no seeds: what a seed means changes with the code', () => {
    // The tests of the linearizability checker draw their own histories, from seeds that do not depend on other code.
    const own = sources.filter((file) => !file.startsWith('invariants/linearizability/'));
    const cited = own.flatMap((file) =>
      commentsOf(file)
        .filter((comment) => SEED.test(comment))
        .map((comment) => `${file}: ${comment}`),
    );
    expect(cited).toEqual([]);
  });
});

describe('docs/vsr.md', () => {
  it('should quote the exact statement of each invariant', () => {
    const wal = vsrWal(true);
    const vsr = vsrInvariants({
      quorumOf,
      members: [0, 1, 2],
      viewsPerEpoch: VIEWS_PER_EPOCH,
      preVote: true,
      pipelineMax: 1,
      queueMax: 1,
      batchMax: 1,
      sessionsMax: 1,
      leaseUs: 0,
      misroutes: false,
      merge: () => null,
      calmAfterUs: 4_000_000,
      wal,
    });
    const never = { seq: 0, writer: 0, incarnation: 0 };
    const view = { file: '', never, read: () => never, compare: () => 0, quorumOf };
    const registers = [
      validity,
      ordering(never, () => 0),
      replicaTimestamp(view),
      quorumAtReturn(view),
      uniqueTimestamp,
    ];
    const page = text('docs/vsr.md').replaceAll(/\s+/g, ' ');
    const quote = ({ id, name, statement }: Pick<Invariant, 'id' | 'name' | 'statement'>): string =>
      `**${id} ${name}.** *${statement}*`;
    const missing = [...vsr, ...registers].map(quote).filter((each) => !page.includes(each));
    expect(missing).toEqual([]);
  });
});
