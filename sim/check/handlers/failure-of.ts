import type { Failure } from './events.ts';

/** @throws errors that are not the fault of the system under test: a call that the guard forbids. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Error && error.name === 'NondeterminismError') throw error;
  if (!(error instanceof Error)) return { title: 'a handler threw', message: String(error) };
  const title = 'title' in error && typeof error.title === 'string' ? error.title : 'a handler threw';
  return { title, message: error.message };
}
