import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,sim,invariants,scripts,examples}/**/*.test.ts'],
    // Simulations are bound by the processor, and CI may be slow: a test that hangs is still found.
    testTimeout: 60_000,
  },
});
