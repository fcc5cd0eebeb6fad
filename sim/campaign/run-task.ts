import { hiddenState } from '../determinism/hidden-state.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { packed, taped } from '../replay/tape.ts';
import type { RunResult } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import type { System } from '../scenario/system.ts';
import { featuresOf } from './pairs.ts';
import type { FuzzRun, FuzzTask } from './task.ts';

/** Steps of the shortest recorded run per failure. Only one that is no longer may become a file. */
const shortest = new Map<string, number>();

/** Runs a task in the current thread. */
export function runTask(systems: ReadonlyMap<string, System>, task: FuzzTask): FuzzRun {
  const system = systems.get(task.system);
  if (system === undefined) throw new Error(`there is no system ${task.system}`);
  const states = new Set<number>();
  const misuse = task.look === true ? hiddenState(system, task.scenario, {}) : undefined;
  const result = simulate(system, task.scenario, {
    observers: abstraction(system, states),
    ...(misuse === undefined ? {} : { untilStep: misuse.step }),
  });
  const { verdict, hash, steps, virtualUs, faults, operations, violation, reason, nondeterminism } = result;
  return {
    verdict: misuse === undefined ? verdict : 'error',
    hash,
    steps,
    virtualUs,
    answered: operations.inStorm,
    faults,
    probes: Object.keys(result.probes),
    features: featuresOf(task.scenario),
    states: [...states],
    ...(violation === undefined ? {} : { violation }),
    ...(reason === undefined ? {} : { reason }),
    ...(system.code === undefined || verdict === 'pass' ? {} : { code: system.code() }),
    ...(misuse === undefined
      ? {}
      : { nondeterminism: `${misuse.title} at ${misuse.place ?? misuse.process}` }),
    ...(nondeterminism === undefined
      ? {}
      : { nondeterminism: `${nondeterminism.call} at ${nondeterminism.place}` }),
    ...(isWorthATape(task, result) ? { tape: packed(taped(system, task.scenario, {})) } : {}),
  };
}

function isWorthATape({ scenario }: FuzzTask, { verdict, violation, steps }: RunResult): boolean {
  if (verdict !== 'violation') return false;
  const failure = `${scenario.system} ${violation?.fingerprint ?? ''}`;
  // Of two equally short runs the first in the plan is kept, whichever worker ran it: so both are recorded.
  if (steps > (shortest.get(failure) ?? Number.POSITIVE_INFINITY)) return false;
  shortest.set(failure, steps);
  return true;
}

/** Collects the abstract states of a run after each replica step and each crash. */
function abstraction({ abstraction: abstract }: System, states: Set<number>): AnyObserver[] {
  if (abstract === undefined) return [];
  return [
    {
      initial: () => ({}),
      on: {
        step(_, tank, process) {
          if (process < tank.replicas) states.add(abstract(tank));
        },
        crash(_, tank) {
          states.add(abstract(tank));
        },
      },
    },
  ];
}
