import type { ProcessId } from '../../src/process/ids.ts';
import type { Injection } from '../faults/fault-class.ts';
import { typeOf } from '../faults/rules/rule.ts';
import type { Vocabulary, Word } from '../faults/rules/vocabulary.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { bounded, TimeOver } from './bounded.ts';
import { fieldsLabel } from './fields-label.ts';
import { finish } from './run.ts';
import { Simulation } from './simulation.ts';

/** Number of storms with fixed seeds, and the first of them again without faults. */
const STORMS = 4;
const OPERATIONS_MAX = 15;
const STEPS_MAX = 1500;
/** About five times the usual duration. */
const FIRST_TRY_MS = 500;
/** Each further try may take so many times as long. */
const NEXT_TRY_TIMES = 5;
/** Code that ends a try at the same step, this many times as long as the first, is blocked, even if it had hardly any processor time. */
const BLOCKED_TIMES = 125;

/** Names beyond this limit are not worth a rule: such a kind has new names in each run. */
const WORDS_MAX = 400;

/** How many steps the rehearsals of a system have taken. */
interface Progress {
  steps: number;
}

/** The same system with a vocabulary of events in its runs, rehearsed once on first use. */
export function rehearsing(system: System): System {
  let known: Vocabulary | undefined;
  return {
    ...system,
    vocabulary: () => {
      known ??= untilItEnds((progress) => rehearsed(system, progress), FIRST_TRY_MS);
      return known;
    },
  };
}

/**
 * The draws of a seed must not depend on the machine, so a busy one gets more time with each try. Code whose
 * handlers never return ends each try at the same step, though it had its share of the processor: it gets no rules, and its real runs will report it.
 */
export function untilItEnds(rehearse: (progress: Progress) => Vocabulary, firstTryMs: number): Vocabulary {
  let before = -1;
  for (let limitMs = firstTryMs; ; limitMs *= NEXT_TRY_TIMES) {
    const progress: Progress = { steps: 0 };
    try {
      return bounded(() => rehearse(progress), limitMs, false);
    } catch (error) {
      if (!(error instanceof TimeOver)) throw error;
      const isBlocked = !error.starved || error.ranMs >= firstTryMs || limitMs >= BLOCKED_TIMES * firstTryMs;
      if (progress.steps <= before && isBlocked) return new Counts().vocabulary();
      before = progress.steps;
    }
  }
}

/**
 * Collects the events in a few runs of fixed seeds, calm and stormy. It depends on the code alone, so a seed always draws the
 * same rules, and triggers need not be listed by hand.
 */
export function rehearsed(system: System, progress: Progress = { steps: 0 }): Vocabulary {
  const counts = new Counts();
  for (const scenario of rehearsals(system)) {
    const labels: (string | undefined)[] = [];
    let look: ((process: ProcessId) => object | undefined) | undefined;
    const { replicas } = scenario;
    const labelOf = system.label?.bind(system) ?? fieldsLabel;
    const listener: Injection = {
      arrival(_, __, message) {
        counts.add('messages', typeOf(message));
        return false;
      },
      request: {
        issued: (process, op, file) => {
          if (process < replicas) counts.add('requests', `${op} ${file}`);
        },
      },
      point(_, name) {
        counts.add('points', name);
        return false;
      },
      noted(what, process, name) {
        if (what === 'step') progress.steps++;
        if (what === 'probe' && process < replicas) counts.add('probes', name);
        const state = what === 'step' ? look?.(process) : undefined;
        if (state === undefined) return;
        const label = labelOf(state);
        if (labels[process] !== label) counts.add('labels', label);
        labels[process] = label;
      },
    };
    const simulation = Simulation.create(system, scenario, { listener, checked: false });
    look = (process) => simulation.world.replica(process);
    finish(simulation);
  }
  return counts.vocabulary();
}

function rehearsals(system: System): readonly Scenario[] {
  const storms = Array.from({ length: STORMS }, (_, i) => {
    const drawn = drawScenario(`rehearsal-${i + 1}`, { ...system, vocabulary: undefined });
    return { ...drawn, operations: Math.min(OPERATIONS_MAX, drawn.operations), stepsMax: STEPS_MAX };
  });
  const [first] = storms;
  return first === undefined ? [] : [calmed(first), ...storms];
}

class Counts {
  private readonly kinds = {
    messages: new Map<string, number>(),
    labels: new Map<string, number>(),
    points: new Map<string, number>(),
    probes: new Map<string, number>(),
    requests: new Map<string, number>(),
  };

  add(kind: keyof Vocabulary, name: string): void {
    const words = this.kinds[kind];
    const before = words.get(name) ?? 0;
    if (name === '' || (before === 0 && words.size >= WORDS_MAX)) return;
    words.set(name, before + 1);
  }

  vocabulary(): Vocabulary {
    const words = (kind: keyof Vocabulary): readonly Word[] =>
      [...this.kinds[kind]]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, count]) => [name, Math.ceil(count / (STORMS + 1))]);
    return {
      messages: words('messages'),
      labels: words('labels'),
      points: words('points'),
      probes: words('probes'),
      requests: words('requests'),
    };
  }
}
