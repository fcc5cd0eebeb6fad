/** Whether this is the source code: the package has what was compiled of it, and no mutants or regressions. */
export const IN_REPOSITORY = import.meta.filename.endsWith('.ts');
