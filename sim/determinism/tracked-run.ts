import { digestOf } from '../../src/process/digest.ts';
import { processId } from '../../src/process/ids.ts';
import type { Edits } from '../chance/site.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import type { StepRecord } from '../kernel/trace.ts';
import type { RunOptions } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';

/** One thing that a process did during a step, or that was done to it. */
export interface Effect {
  readonly kind: 'send' | 'return' | 'observe' | 'durable' | 'crash';
  /** The process that sent, returned or observed. */
  readonly process: number;
  /** Receiver of a message, number of an operation; -1 otherwise. */
  readonly target: number;
  readonly value: unknown;
}

/** Everything about a step that a second run must repeat. Valid until the next step. */
export interface StepView {
  readonly record: StepRecord;
  readonly effects: readonly Effect[];
  /** State of the process that handled it, afterwards. */
  readonly state: unknown;
}

/** A run taken step by step, remembering what the last step did. */
export class TrackedRun {
  readonly simulation: Simulation;
  private effects: Effect[] = [];
  private ending: string | undefined;

  constructor(system: System, scenario: Scenario, edits: Edits, options: RunOptions = {}) {
    const note = (effect: Effect): void => {
      this.effects.push(effect);
    };
    const observers = [recorder(note), ...(options.observers ?? [])];
    this.simulation = Simulation.create(system, scenario, { ...options, edits, observers });
  }

  /** How the run ended; undefined while it goes on. */
  get over(): string | undefined {
    return this.ending;
  }

  /** Takes the next step. Undefined when the run is over instead. */
  advance(): StepView | undefined {
    const { world } = this.simulation;
    const before = world.step;
    this.effects = [];
    while (world.step === before && this.ending === undefined) {
      try {
        const ending = this.simulation.step();
        if (ending !== undefined) this.ending = `${ending.verdict} ${world.hash}`;
      } catch (error) {
        this.ending = `error ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    const record = world.step === before ? undefined : world.trace.at(world.step);
    if (record === undefined) return undefined;
    const process = processId(record.process);
    return { record, effects: this.effects, state: world.replica(process) ?? world.client(process) };
  }
}

/** 64 bits over a step; the environment's payloads count by what processes see of them. */
export const digestOfStep = ({ record, effects, state }: StepView): string =>
  digestOf([record, effects, state]);

function recorder(note: (effect: Effect) => void): AnyObserver {
  return {
    initial: () => ({}),
    on: {
      send: (_, __, process, target, value) => note({ kind: 'send', process, target, value }),
      return: (_, __, process, target, value) => note({ kind: 'return', process, target, value }),
      observe: (_, __, process, value) => note({ kind: 'observe', process, target: -1, value }),
      durable: (_, __, process, value) => note({ kind: 'durable', process, target: -1, value }),
      crash: (_, __, process) => note({ kind: 'crash', process, target: -1, value: null }),
    },
  };
}
