import { type Bundle, type BundleOptions, bundleOf, complaintOf } from '../campaign/bundle.ts';
import { BadInput } from '../input/bad-input.ts';
import { filesOf, type Mutant } from './mutant.ts';
import { mutate } from './source.ts';

/** The program of an entry with a mutant in it. @throws BadInput when the mutant does not fit the code, or not compile. */
export async function mutatedBundle(
  entry: Parameters<typeof bundleOf>[0],
  mutant: Mutant,
  options: Omit<BundleOptions, 'replacements'> = {},
): Promise<Bundle> {
  const replacements = mutate(mutant);
  try {
    return await bundleOf(entry, { ...options, replacements });
  } catch (error) {
    const complaint = complaintOf(error);
    if (complaint === undefined) throw error;
    throw new BadInput(
      `mutant ${mutant.id}: the mutated ${filesOf(mutant)} does not compile: ${complaint.text}`,
    );
  }
}
