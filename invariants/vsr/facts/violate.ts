import type { ProcessId } from '../../../src/process/ids.ts';
import type { VsrTank } from './types.ts';

/** Reports a violation at a process, with its parts in reading order. */
export function violate(
  tank: VsrTank,
  process: ProcessId,
  title: string,
  witness: string,
  facts: readonly string[],
): void {
  tank.violate({ title, facts, witness, process });
}
