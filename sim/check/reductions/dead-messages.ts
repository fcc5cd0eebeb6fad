import type { Space } from '../parts/space.ts';
import { NO_STEP } from '../parts/transitions.ts';

const ALIVE = 1;
const DEAD = 2;

/**
 * A message is dead at a process if it does nothing in its local state, nor in any local state reachable from there. Removing it
 * does not affect what can happen. The successors of a local state are only fully known when the search is over, so a message is
 * assumed dead
 * based on current knowledge, and every such claim is verified at the end; if one was wrong, the search is repeated without it.
 */
export class DeadMessages {
  private readonly space: Space;
  /** Verdicts by process: a row for each local state, a byte for each of its events. */
  private readonly verdicts: Verdicts[];
  /** Successors of each local state, by process, over all transitions so far. */
  private readonly successors: Set<number>[][];
  private linked = 1;

  constructor(space: Space) {
    this.space = space;
    this.verdicts = space.locals.map(() => new Verdicts());
    this.successors = space.locals.map(() => []);
  }

  isDead(process: number, local: number, envelope: number): boolean {
    const column = this.space.envelopes.column.data[envelope] as number; // every sent message has one
    const known = (this.verdicts[process] as Verdicts).get(local, column); // there is one for each process
    if (known !== 0) return known === DEAD;
    return this.claim(process, local, column);
  }

  /** Verifies all claims now that all local states are known. Returns the number of wrong ones, which are alive from now on. */
  verify(): number {
    return this.space.definitions.verification(() => this.verifyAll());
  }

  /** Judges a message for the first time. */
  claim(process: number, local: number, column: number): boolean {
    return this.space.definitions.claim(process, local, column, () => this.judge(process, local, column));
  }

  private verifyAll(): number {
    let refuted = 0;
    for (;;) {
      const size = this.space.transitions.size;
      this.link();
      for (let process = 0; process < this.verdicts.length; process++) refuted += this.verifyProcess(process);
      // Verifying a claim may run a handler for the first time, and so discover local states.
      if (this.space.transitions.size === size) return refuted;
    }
  }

  private verifyProcess(process: number): number {
    const verdicts = this.verdicts[process] as Verdicts; // one for each process
    const claims = new Map<number, number[]>();
    verdicts.each((local, column, verdict) => {
      if (verdict !== DEAD) return;
      const same = claims.get(column);
      if (same === undefined) claims.set(column, [local]);
      else same.push(local);
    });
    let refuted = 0;
    for (const [column, locals] of claims) {
      // Usually all claims about an event hold, which one search of everything reachable from any of them shows.
      if (!this.reachesStep(process, locals, column, undefined)) continue;
      for (const local of locals) {
        if (!this.reachesStep(process, [local], column, undefined)) continue;
        verdicts.set(local, column, ALIVE);
        refuted += 1;
      }
    }
    return refuted;
  }

  private judge(process: number, local: number, column: number): boolean {
    this.link();
    const verdicts = this.verdicts[process] as Verdicts; // one for each process
    const alive = this.reachesStep(process, [local], column, verdicts);
    verdicts.set(local, column, alive ? ALIVE : DEAD);
    return !alive;
  }

  /** Whether the event has an effect in one of these local states or a known successor. Trusts `verdicts`. */
  private reachesStep(
    process: number,
    from: readonly number[],
    column: number,
    verdicts: Verdicts | undefined,
  ): boolean {
    const seen = new Set(from);
    const work = [...from];
    for (let local = work.pop(); local !== undefined; local = work.pop()) {
      const known = verdicts?.get(local, column) ?? 0;
      if (known === ALIVE) return true;
      if (known === DEAD) continue;
      if (this.space.transition(process, local, column) !== NO_STEP) return true;
      for (const next of this.successors[process]?.[local] ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        work.push(next);
      }
    }
    return false;
  }

  /** Adds the transitions that have become known since the last call. */
  private link(): void {
    const { transitions } = this.space;
    for (; this.linked < transitions.size; this.linked++) {
      const { process, from } = transitions.factsOf(this.linked);
      const to = transitions.to.at(this.linked);
      if (to === from) continue;
      const own = this.successors[process] ?? [];
      const after = own[from];
      if (after === undefined) own[from] = new Set([to]);
      else after.add(to);
    }
  }
}

/** One byte for each pair of a local state and an event. */
class Verdicts {
  private rows: Uint8Array[] = [];

  get(local: number, column: number): number {
    const row = this.rows[local];
    return row === undefined ? 0 : (row[column] ?? 0);
  }

  set(local: number, column: number, verdict: number): void {
    while (this.rows.length <= local) this.rows.push(NONE);
    let row = this.rows[local] ?? NONE;
    if (column >= row.length) {
      const larger = new Uint8Array(Math.max(16, 2 * column));
      larger.set(row);
      row = larger;
      this.rows[local] = row;
    }
    row[column] = verdict;
  }

  each(visit: (local: number, column: number, verdict: number) => void): void {
    this.rows.forEach((row, local) => {
      row.forEach((verdict, column) => {
        if (verdict !== 0) visit(local, column, verdict);
      });
    });
  }
}

const NONE = new Uint8Array(0);
