import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Modules that were loaded, by their text: each is loaded once. */
const loaded = new Map<string, Promise<unknown>>();

/**
 * Exports of a module that is given as text. It is loaded from a file: Node resolves every source in a source map against the address
 * of the module, and an address of two megabytes, which `data:` would be, took half a second for the few hundred sources of a program.
 */
export function importedText(code: string): Promise<unknown> {
  const module = loaded.get(code) ?? imported(code);
  loaded.set(code, module);
  return module;
}

async function imported(code: string): Promise<unknown> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-'));
  try {
    const file = path.join(folder, 'system.mjs');
    writeFileSync(file, code);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
