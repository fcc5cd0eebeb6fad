/**
 * Bundles the program into `outdir`; returns the files in it.
 * A module that asks where it is gets the place that `placeOf` gives for its file, as an expression.
 */
export function bundle(options: {
  readonly root: string;
  readonly outdir: string;
  readonly sourcemap: boolean;
  readonly placeOf: (file: string) => string;
}): Promise<readonly string[]>;
