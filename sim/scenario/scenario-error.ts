/** A scenario was refused; the message names the field by its path and says why, in one sentence. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** By name: a mutated system brings a class of its own. */
export const isScenarioError = (error: unknown): error is ScenarioError =>
  error instanceof Error && error.name === 'ScenarioError';
