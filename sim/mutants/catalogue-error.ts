/** A catalogue of mutants cannot be used; the message is one sentence that names the mutant and the field. */
export class CatalogueError extends Error {}
