import { type Bundle, type BundleOptions, bundleOf, complaintOf } from '../campaign/bundle.ts';
import { BadInput } from '../input/bad-input.ts';
import type { Mutant } from './mutant.ts';
import { mutate } from './source.ts';

/** The program of `entry` with a mutant in it. @throws BadInput when the mutant does not fit the code, or not compile. */
export async function mutatedBundle(
  entry: string,
  mutant: Mutant,
  options: BundleOptions = {},
): Promise<Bundle> {
  const replacement = mutate(mutant);
  try {
    return await bundleOf(entry, { ...options, replacement });
  } catch (error) {
    const complaint = complaintOf(error);
    if (complaint === undefined) throw error;
    throw new BadInput(`mutant ${mutant.id}: the mutated ${mutant.file} does not compile: ${complaint.text}`);
  }
}
