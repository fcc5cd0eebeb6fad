import type { TestProject } from 'vitest/node';
import { programFolder } from '../../scripts/program-cache.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    programBundle: string;
  }
}

/** Bundles the program before the tests, for commands that load system files: see `use-program-bundle.ts`. */
export default async function setup({ provide }: TestProject): Promise<void> {
  provide('programBundle', await programFolder());
}
