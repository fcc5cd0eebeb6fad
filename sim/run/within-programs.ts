import inspector from 'node:inspector';
import type { World } from '../kernel/world.ts';
import type { ProgramRun } from '../scenario/system.ts';
import { emptyAsyncStack } from './async-stack.ts';
import { bounded, TimeOver } from './bounded.ts';
import { ProgramHangs } from './hang.ts';
import { boundedPatiently, Starved } from './patiently.ts';

/** Steps before a stop that are profiled: after it, a few more may have been taken. */
const PROFILED_STEPS = 8;
/** How much longer than a batch the repetition of a run may take, and how long at least: it also loads its programs anew. */
const REPEAT_PARTS = 12;
const REPEAT_MS_MIN = 60_000;
/** A profile may contain no line of a program, for instance when the machine was busy. */
const PROFILES = 3;

/** A run of programs. */
interface Running {
  readonly programs: ProgramRun;
  readonly world: World;
  /** Time limit of a batch of steps. */
  readonly msMax: number;
  /** The same run, from its beginning. */
  again(): {
    readonly programs: ProgramRun | undefined;
    readonly world: World;
    step(): object | undefined;
    dispose(): void;
  };
}

/** Takes steps of programs, in time. @throws ProgramHangs, or Starved when only the machine was slow */
export function withinPrograms<T>(running: Running, body: () => T): T {
  const { programs, world, msMax } = running;
  // No time limit while debugging.
  const limitMs = inspector.url() === undefined ? msMax : Number.POSITIVE_INFINITY;
  try {
    return boundedPatiently(() => programs.within(body), limitMs);
  } catch (error) {
    if (!(error instanceof TimeOver || error instanceof Starved)) throw error;
    emptyAsyncStack();
    programs.dispose(); // what is left of a chain of ticks belongs to dead programs, and is dropped
    if (error instanceof Starved) throw error;
    throw new ProgramHangs(world.step, endlessPlace(running, world.step), limitMs);
  }
}

function endlessPlace(running: Running, step: number): string | null {
  try {
    for (let profile = 0; profile < PROFILES; profile++) {
      const place = placeBefore(running, step);
      if (place !== null) return place;
    }
  } catch (error) {
    if (!(error instanceof TimeOver)) throw error; // another try would take as long
  }
  return null;
}

/** Repeats the run up to a step at which a program hangs, under the profiler towards its end. @throws TimeOver */
function placeBefore({ again, msMax }: Running, step: number): string | null {
  const repeated = again();
  const { programs, world } = repeated;
  if (programs === undefined) return null;
  const upTo = (last: number) => (): void => {
    while (world.step < last && repeated.step() === undefined) {
      // the next step
    }
  };
  try {
    const profiled = () => programs.endlessPlace(upTo(step - PROFILED_STEPS), upTo(Number.POSITIVE_INFINITY));
    return bounded(profiled, Math.max(msMax * REPEAT_PARTS, REPEAT_MS_MIN));
  } finally {
    emptyAsyncStack();
    repeated.dispose();
  }
}
