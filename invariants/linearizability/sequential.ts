import { Interned } from './interned.ts';
import type { SequentialModel } from './model.ts';
import { TupleSet } from './tuple-set.ts';
import type { KnownOp } from './whole-history.ts';

export type SequentialVerdict = 'yes' | 'no' | 'unknown';

const BUDGET = 60_000;

/**
 * Whether there is a legal order that keeps the order of each client, whatever real time says: sequential consistency (Lamport 1979).
 * It is a property of the whole object, and not of its parts. Operations that did not return may be left out.
 *
 * @param partitions the operations of each partition, in the order of their calls
 * @param budget model steps that may be tried
 */
export function isSequential<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
  budget = BUDGET,
): SequentialVerdict {
  return new Search(model, partitions, budget).run();
}

/** One operation of a client. */
interface Turn<Operation, Result> {
  readonly op: KnownOp<Operation, Result>;
  readonly part: number;
}

/** A step that was taken, and what has not been tried instead. */
interface Choice {
  readonly client: number;
  /** Outcome of the model; one behind the last: an operation that did not return is left out. */
  readonly option: number;
  readonly part: number;
  /** The state of the part before. */
  readonly before: number;
  /** Clients that were tried before, from this one on in `order`. */
  readonly order: readonly number[];
  readonly place: number;
  /** It changes nothing, so nothing else need be tried. */
  readonly forced: boolean;
}

class Search<State, Operation, Result> {
  private readonly model: SequentialModel<State, Operation, Result>;
  private readonly states: Interned<State>;
  private readonly clients: Turn<Operation, Result>[][];
  private readonly positions: Int32Array;
  private readonly current: Int32Array;
  private readonly stack: Choice[] = [];
  /** Where no order goes on from. */
  private readonly dead: TupleSet;
  private hash = 0;
  private left = 0;
  private budget: number;

  constructor(
    model: SequentialModel<State, Operation, Result>,
    partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
    budget: number,
  ) {
    this.model = model;
    this.states = new Interned(model);
    this.clients = byClient(partitions);
    this.positions = new Int32Array(this.clients.length);
    this.current = new Int32Array(partitions.size).fill(this.states.idOf(model.initial));
    this.dead = new TupleSet(this.positions.length + this.current.length);
    for (const ops of partitions.values())
      for (const { returnedAt } of ops) if (returnedAt !== Infinity) this.left += 1;
    this.budget = budget;
  }

  run(): SequentialVerdict {
    let order: readonly number[] = this.candidates();
    let place = 0;
    let option = 0;
    for (;;) {
      if (this.left === 0) return 'yes';
      const moved = this.move(order, place, option);
      if (moved === 'unknown') return 'unknown';
      if (moved === 'moved') {
        order = this.candidates();
        place = 0;
        option = 0;
        continue;
      }
      const last = this.back();
      if (last === undefined) return 'no';
      ({ order, place } = last);
      option = last.option + 1;
      // What changes nothing can come first, if there is an order at all.
      if (last.forced) place = order.length;
    }
  }

  /** Clients with something left to do; first what returned first, since real time is mostly right. */
  private candidates(): number[] {
    const clients: number[] = [];
    for (let client = 0; client < this.clients.length; client += 1)
      if (this.turnOf(client) !== undefined) clients.push(client);
    const end = (client: number): number => this.turnOf(client)?.op.returnedAt ?? Infinity;
    clients.sort((a, b) => (end(a) < end(b) ? -1 : end(a) > end(b) ? 1 : a - b));
    return clients;
  }

  private turnOf(client: number): Turn<Operation, Result> | undefined {
    return this.clients[client]?.[this.positions[client] ?? 0];
  }

  private move(
    order: readonly number[],
    firstPlace: number,
    firstOption: number,
  ): 'moved' | 'stuck' | 'unknown' {
    const { model, current } = this;
    let option = firstOption;
    for (let place = firstPlace; place < order.length; place += 1) {
      const client = order[place] ?? 0;
      const turn = this.turnOf(client);
      if (turn === undefined) continue;
      const { op, part } = turn;
      const before = current[part] ?? 0;
      const steps = model.steps(this.states.stateOf(before), op.operation);
      // Behind the steps of an operation that did not return there is one more choice: it never acts.
      const options = steps.length + (op.returnedAt === Infinity ? 1 : 0);
      for (; option < options; option += 1) {
        this.budget -= 1;
        if (this.budget < 0) return 'unknown';
        const step = steps[option];
        if (step !== undefined && op.result !== undefined && !model.sameResult(step.result, op.result))
          continue;
        const forced =
          step !== undefined && op.result !== undefined && model.pure?.(op.operation, op.result) === true;
        const after = step === undefined ? before : this.states.idOf(step.state);
        this.go(client, 1, part, after, op.returnedAt !== Infinity);
        if (this.isDead()) {
          this.go(client, -1, part, before, op.returnedAt !== Infinity);
          continue;
        }
        this.stack.push({ client, option, part, before, order, place, forced });
        return 'moved';
      }
      option = 0;
    }
    return 'stuck';
  }

  private back(): Choice | undefined {
    const last = this.stack.pop();
    if (last === undefined) return undefined;
    this.budget -= (this.positions.length + this.current.length) >> 3;
    this.dead.add(this.hash, this.positions, this.current);
    const position = (this.positions[last.client] ?? 0) - 1;
    const must = this.clients[last.client]?.[position]?.op.returnedAt !== Infinity;
    this.go(last.client, -1, last.part, last.before, must);
    return last;
  }

  private go(client: number, by: 1 | -1, part: number, state: number, must: boolean): void {
    const { positions, current } = this;
    const position = positions[client] ?? 0;
    this.hash ^= mix(client, position) ^ mix(client, position + by);
    positions[client] = position + by;
    this.hash ^= mix(~part, current[part] ?? 0) ^ mix(~part, state);
    current[part] = state;
    if (must) this.left -= by;
  }

  private isDead(): boolean {
    return this.dead.has(this.hash, this.positions, this.current);
  }
}

function mix(a: number, b: number): number {
  let mixed = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function byClient<Operation, Result>(
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
): Turn<Operation, Result>[][] {
  const clients = new Map<number, Turn<Operation, Result>[]>();
  let part = 0;
  for (const ops of partitions.values()) {
    for (const op of ops) {
      const own = clients.get(op.client);
      if (own === undefined) clients.set(op.client, [{ op, part }]);
      else own.push({ op, part });
    }
    part += 1;
  }
  return [...clients.values()].map((ops) => ops.sort((a, b) => a.op.calledAt - b.op.calledAt));
}
