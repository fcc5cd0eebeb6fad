/** `process._fatalException`: undocumented, present in Node 20, 22 and 24. */
interface Fatal {
  readonly _fatalException?: (error: unknown) => boolean;
}

/**
 * Empties Node's stack of asynchronous contexts. Code that is stopped from outside leaves its own on it, and Node ends the
 * process when it finds them. Node empties the stack itself after an uncaught error that was handled, so it is given one.
 */
export function emptyAsyncStack(): void {
  const { _fatalException: fatal } = process as unknown as Fatal;
  if (typeof fatal !== 'function' || process.hasUncaughtExceptionCaptureCallback()) return;
  process.setUncaughtExceptionCaptureCallback(() => {});
  try {
    fatal.call(process, new Error('a run was stopped'));
  } finally {
    process.setUncaughtExceptionCaptureCallback(null);
  }
}
