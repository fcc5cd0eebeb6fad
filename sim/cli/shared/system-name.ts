/** Whether a name means a file, and not a system that we know. */
export const isSystemFile = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

/** Why a mutant cannot be put into a system file. */
export const mutantNotIn = (mutant: string, file: string): string =>
  `--mutant ${mutant}: mutants are bugs in our own systems; there is none for ${file}`;
