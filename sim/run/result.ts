import type { Observer, Topic } from '../../invariants/observer.ts';
import type { Violation } from '../kernel/audience.ts';
import type { Trace } from '../kernel/trace.ts';
import type { AnyInvariant } from '../scenario/system.ts';
import type { OperationCounts } from '../scenario/workload-state.ts';
import type { OutsideCall } from './outside-calls.ts';

/** How a run ended. `excused`: no progress, but the checker proved from disk images that none was possible. */
export type Verdict = 'pass' | 'violation' | 'excused' | 'budget' | 'error';

/** Effects of faults in a run, by kind. */
export type FaultCounts = Readonly<Record<string, number>>;

/** A violation as a person or a machine reads it. */
export interface FoundViolation {
  readonly invariant: string;
  readonly name: string;
  readonly statement: string;
  readonly title: string;
  readonly step: number;
  readonly timeUs: number;
  readonly process: number | null;
  readonly facts: readonly string[];
  /** See {@link ViolationFacts}: things that the facts are about, operations that contradict each other, steps they rest on. */
  readonly about: readonly Topic[];
  readonly operations: readonly number[];
  readonly evidence: readonly number[];
  /** `invariant id + normalised witness`: equal for the same bug. */
  readonly fingerprint: string;
}

/** How a run ended, and what happened in it. */
export interface RunResult {
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly faults: FaultCounts;
  readonly probes: Readonly<Record<string, number>>;
  readonly operations: OperationCounts;
  readonly violation?: FoundViolation;
  /** Why there was no progress (excused), or what ran out (budget), or what broke in the harness (error). */
  readonly reason?: string;
  /** A handler or checker reached for a clock, randomness or a timer of the machine. */
  readonly nondeterminism?: OutsideCall;
  /** The run was cut at `untilStep` of its options: the verdict holds up to there only. */
  readonly cut?: true;
  /** Step at which a program did not give back control, and the function and line where it spends its time. */
  readonly hang?: { readonly step: number; readonly place: string | null };
  readonly trace: Trace;
}

export function foundViolation(violation: Violation): FoundViolation {
  const { id, name, statement } = invariantOf(violation.observer);
  return {
    invariant: id,
    name,
    statement,
    title: violation.title,
    step: violation.step,
    timeUs: violation.timeUs,
    process: violation.process ?? null,
    facts: violation.facts,
    about: violation.about ?? [],
    operations: violation.operations ?? [],
    evidence: violation.evidence ?? [],
    fingerprint: `${id} ${violation.witness}`,
  };
}

/** The invariant that an observer is. Shared facts report nothing; if one does, it says so under its own flag. */
function invariantOf(observer: Observer<object>): Pick<AnyInvariant, 'id' | 'name' | 'statement'> {
  const { id, name, statement } = observer as Partial<AnyInvariant>; // an invariant, or plain facts
  return {
    id: id ?? 'I0',
    name: name ?? 'observer',
    statement: statement ?? 'an observer reports no violation',
  };
}
