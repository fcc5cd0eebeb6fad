/** Something that a person gave makes no sense: an option, a file, a folder. The message is the one sentence that is shown. */
export class BadInput extends Error {}

/** A mutant cannot be put into a system file. */
export const mutantInFile = (mutant: string, file: string): BadInput =>
  new BadInput(`--mutant ${mutant}: mutants are bugs in our own systems; there is none for ${file}`);
