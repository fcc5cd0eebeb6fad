import { sharedModule } from './shared.ts';
import type { Exports } from './source.ts';

/** Blobs as the library of one incarnation makes them: those of files are read at once. */
export const ownBlob = (load: (id: string) => unknown): Exports => ({
  ...sharedModule('internal/blob'),
  createBlobFromFilePath: (path: string, options?: { type?: string }) => {
    const { readFileSync } = load('fs') as typeof import('node:fs');
    try {
      return new Blob([readFileSync(path)], options);
    } catch {
      return new DOMException('The blob could not be read', 'NotReadableError'); // as Node returns it
    }
  },
});
