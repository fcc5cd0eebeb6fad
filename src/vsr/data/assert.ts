/**
 * Stops a replica that finds its own state impossible. Never used for input from others, which is validated
 * and dropped.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`vsr: ${message}`);
}
