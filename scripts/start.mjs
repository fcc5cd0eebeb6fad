import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { programFolder } from './program-cache.mjs';

// `npm run sim` and the like: starts `sim/cli/main.ts` in half of the time that a loader takes which compiles file by file. Plain
// JavaScript, as it runs as it is.

process.setSourceMapsEnabled(true);
module.enableCompileCache?.();
await import(pathToFileURL(path.join(await programFolder(), 'main.js')).href);
