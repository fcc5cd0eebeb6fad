import type { CheckHints } from './hints.ts';
import { registerProperties } from './register-properties.ts';
import { registerHints } from './registers.ts';
import { vsrHints } from './vsr.ts';

/** Hints for the built-in systems, by name. */
export const KNOWN_HINTS: ReadonlyMap<string, CheckHints> = new Map([
  ['vsr', vsrHints],
  ['vsr-memory', { ...vsrHints, settings: { ...vsrHints.settings, logInMemory: true } }],
  ['abd', { ...registerHints, properties: registerProperties }],
  ['abd-diskless', { ...registerHints, size: { replicas: 3, clients: 1, operations: 2 } }],
  ['register-single', { ...registerHints, size: { replicas: 1, clients: 2, operations: 2 } }],
  ['register-naive', { ...registerHints, size: { replicas: 2, clients: 3, operations: 2 } }],
]);
