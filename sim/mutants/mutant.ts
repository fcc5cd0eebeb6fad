import * as z from 'zod';
import type { ScenarioOverrides } from '../scenario/overrides.ts';
import { scenarioSchema } from '../scenario/scenario.ts';

/** e: a few seeds should do, m: up to a thousand, h: more. Decides how often and how long a mutant is tried. */
export const DIFFICULTIES = ['e', 'm', 'h'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

/** A change in one place. */
export interface MutantEdit {
  /** From the root of the repository, or from {@link MutantFacts.root}. */
  readonly file: string;
  /** Text that occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** One small change of the code, as data: the product has no switches for bugs. Some bugs need changes in several places. */
export type Mutant = MutantFacts & (MutantEdit | { readonly edits: readonly MutantEdit[] });

interface MutantFacts {
  readonly id: string;
  /** The folder that its files are named from: that of the catalogue, for systems of a user's own. Ours when absent. */
  readonly root?: string | undefined;
  readonly name: string;
  /** Invariants of which one should fire first. */
  readonly expect: readonly string[];
  readonly scenario?: ScenarioOverrides | undefined;
  /** What goes wrong, step by step. */
  readonly note: string;
  /** `m` when not given. */
  readonly difficulty?: Difficulty | undefined;
  /** A change that is no bug: a finding would be one of the harness. */
  readonly control?: boolean | undefined;
  /** A change that is safe but costs progress: only violations of safety are findings, those of liveness (L1...) are not. */
  readonly safetyOnly?: boolean | undefined;
}

const { seed: _seed, version: _version, faults: _faults, ...drawn } = scenarioSchema.shape;

/** Classes of faults by name; options are checked when they are merged with what the seed draws. */
const faultOverrides = z.record(z.string(), z.union([z.null(), z.record(z.string(), z.unknown())]));

/** A difference to the scenario that a seed draws. */
export const overridesSchema = z
  .strictObject({
    ...Object.fromEntries(
      Object.entries(drawn).map(([name, field]) => [
        name,
        field instanceof z.ZodObject ? field.partial().optional() : field.optional(),
      ]),
    ),
    faults: faultOverrides.optional(),
  })
  .transform((overrides): ScenarioOverrides => overrides as ScenarioOverrides); // its shape, as just checked

const edit = {
  file: z.string().min(1),
  find: z.string().min(1),
  replace: z.string(),
};

const facts = {
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/, 'must be a short word such as V01'),
  name: z.string().min(1),
  expect: z.array(z.string().regex(/^[A-Z]\d+$/, 'must be the number of an invariant, such as I4')),
  scenario: overridesSchema.optional(),
  note: z.string(),
  difficulty: z.enum(DIFFICULTIES).optional(),
  control: z.boolean().optional(),
  safetyOnly: z.boolean().optional(),
};

/** A change in one place, or in several. */
export const mutantSchemas = {
  one: z.strictObject({ ...facts, ...edit }),
  several: z.strictObject({ ...facts, edits: z.array(z.strictObject(edit)).min(1) }),
} as const;

/** The changes of a mutant, in order. */
export const editsOf = (mutant: Mutant): readonly MutantEdit[] =>
  'edits' in mutant ? mutant.edits : [mutant];

/** The files that it changes, as messages call them. */
export const filesOf = (mutant: Mutant): string =>
  [...new Set(editsOf(mutant).map(({ file }) => file))].join(', ');

export const isControl = (mutant: Mutant): boolean => mutant.control === true;
