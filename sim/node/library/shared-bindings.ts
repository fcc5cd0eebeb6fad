import * as util from 'node:util';
import { real } from '../real-process.ts';
import type { Exports } from './source.ts';
import { nodeSymbols, partialBinding, privateSymbols } from './stubs.ts';

const noop = (): void => undefined;

/** A real binding through deprecated `process.binding`, for constant tables and pure functions. */
export function realBinding(name: string): Exports {
  // `process.binding` has no type.
  const { binding } = real as unknown as { binding: (name: string) => Exports };
  const { emitWarning } = real;
  real.emitWarning = noop;
  try {
    return binding.call(real, name);
  } finally {
    real.emitWarning = emitWarning;
  }
}

const BINDINGS: Record<string, () => Exports> = {
  uv: () => realBinding('uv'),
  constants: () => realBinding('constants'),
  config: () => ({ hasIntl: true, hasInspector: false, noBrowserGlobals: false, hasOpenSSL: true }),
  symbols: () => nodeSymbols,
  types: () => util.types as unknown as Exports, // a module namespace seen as a record
  string_decoder: () => ({
    encodings: ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'],
  }),
  trace_events: () => ({
    trace: noop,
    isTraceCategoryEnabled: () => false,
    getCategoryEnabledBuffer: () => [0],
  }),
  task_queue: () =>
    partialBinding('task_queue', { enqueueMicrotask: (action: () => void) => queueMicrotask(action) }),
  messaging: () => partialBinding('messaging', { DOMException }),
  os: () => realBinding('os'),
  errors: () =>
    partialBinding('errors', {
      exitCodes: { kNoFailure: 0, kGenericUserError: 1 },
      // Called from a tick, where what is thrown is uncaught.
      triggerUncaughtException: (error: unknown) => {
        throw error;
      },
    }),
  diagnostics_channel: () => partialBinding('diagnostics_channel', { linkNativeChannel: noop }),
  util: () =>
    partialBinding('util', {
      privateSymbols,
      constants: { kPending: 0, kFulfilled: 1, kRejected: 2, kDisallowCloneAndTransfer: 0 },
      shouldAbortOnUncaughtToggle: [0],
      isArrayBufferDetached: (buffer: ArrayBuffer) => buffer.byteLength === 0,
      guessHandleType: () => 'PIPE',
      isInsideNodeModules: () => true,
      toUSVString: util.toUSVString,
      markPromiseAsHandled: (promise: Promise<unknown>) => void promise.catch(noop),
    }),
};

const bindings = new Map<string, Exports>();

/** A binding shared by all programs; `undefined` if each process must have its own. */
export function sharedBinding(name: string): Exports | undefined {
  const known = bindings.get(name);
  if (known !== undefined) return known;
  const made = BINDINGS[name]?.();
  if (made !== undefined) bindings.set(name, made);
  return made;
}
