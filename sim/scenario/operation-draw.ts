import type { Decisions } from '../chance/decisions.ts';
import type { Site } from '../chance/site.ts';
import type { Draw } from './system.ts';

/** Draws that one operation may use. */
const DRAWS_PER_OPERATION = 64;

/** Draws for one operation at a time: each can be edited, as `operation-draw CLIENT #N` with N = 64 * operation + draw. */
export class OperationDraw implements Draw {
  private readonly decisions: Decisions;
  private readonly site: Site;
  private process = 0;
  private position = 0;

  constructor(decisions: Decisions) {
    this.decisions = decisions;
    this.site = decisions.site('operation-draw', 'process', 'pace');
  }

  at(process: number, index: number): this {
    this.process = process;
    this.position = index * DRAWS_PER_OPERATION;
    return this;
  }

  below(bound: number): number {
    const { decisions, site, process } = this;
    return bound < 1 ? 0 : decisions.choose(site, process, this.position++, bound) % bound;
  }

  pick(operations: readonly unknown[]): unknown {
    return operations[this.below(operations.length)];
  }
}
