/** Stops a replica that finds its own state impossible. Never for what others send: that is dropped. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`vsr: ${message}`);
}
