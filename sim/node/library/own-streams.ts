import realStreams from 'node:stream/web';
import type { Exports } from './source.ts';

/** `node:stream/web`, whose compressing streams are those of the global object, which programs have their own of. */
export const ownStreams = (): Exports => ({ ...realStreams, CompressionStream, DecompressionStream });
