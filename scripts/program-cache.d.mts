/** The folder with the bundle of the program as it is; bundles it first, when a file of it has changed. */
export function programFolder(): Promise<string>;
