import { causedBy } from './caused-by.ts';
import type { Run, RunEvent } from './run.ts';

/** What a client asked for: indices of its call, and of its return; -1 when it never returned. */
export interface Operation {
  readonly id: number;
  readonly process: number;
  readonly call: number;
  readonly end: number;
}

/** Messages, and what processes state of their logs, that belong to an operation. */
const LINKED = new Set(['send', 'message', 'drop', 'observe', 'call', 'return']);

/**
 * Which events belong to which operations of clients. Where the system says what its messages are about, by the names that it
 * gives them; otherwise by what an operation set going.
 */
export class Operations {
  readonly all: readonly Operation[];
  private readonly run: Run;
  private readonly ofRequest = new Map<string, Set<Operation>>();
  private readonly requestsOfEntry = new Map<string, Set<string>>();
  private readonly byId = new Map<string, Operation>();
  private events: Map<Operation, number[]> | undefined;
  private bySteps: ReadonlyMap<number, ReadonlySet<Operation>> | undefined;
  private readonly causes: ReturnType<typeof causedBy>;

  constructor(run: Run) {
    this.run = run;
    const ends = new Map<number, number>();
    run.events.forEach(({ kind, id }, i) => {
      if (kind === 'return') ends.set(id, i);
    });
    this.all = run.events.flatMap(({ kind, id, process }, call) =>
      kind === 'call' && process !== null ? [{ id, process, call, end: ends.get(id) ?? -1 }] : [],
    );
    for (const operation of this.all) this.byId.set(keyOf(operation), operation);
    this.connect();
    this.causes = causedBy(run);
  }

  /** Those that an event belongs to: an entry may be that of several. */
  at(event: RunEvent): readonly Operation[] {
    const { kind, id, process } = event;
    if (kind === 'call' || kind === 'return') {
      const operation = this.byId.get(keyOf({ id, process: process ?? -1 }));
      return operation === undefined ? [] : [operation];
    }
    if (!LINKED.has(kind)) return [];
    if (this.ofRequest.size > 0) return this.named(event);
    return this.candidates(event.step).filter(({ call, end }) =>
      this.causes(this.run.events[call]?.step ?? 0, this.run.events[end]?.step).has(event.step),
    );
  }

  /** All events of an operation, its call and return with them; its entry is executed after the return, too. */
  eventsOf(operation: Operation): readonly number[] {
    const { call, end } = operation;
    const { events } = this.run;
    const own = [call, ...(end < 0 ? [] : [end])];
    if (this.ofRequest.size > 0) {
      this.events ??= this.eventsByName();
      return sorted([...own, ...(this.events.get(operation) ?? [])]);
    }
    const steps = this.causes(events[call]?.step ?? 0, events[end]?.step);
    const others = events.flatMap(({ kind, step }, i) =>
      (kind === 'message' || kind === 'observe') && steps.has(step) ? [i] : [],
    );
    return sorted([...own, ...others]);
  }

  /** Those that may have set a step going: what scheduled it leads back to their call, or to what led to their answer. */
  private candidates(step: number): readonly Operation[] {
    this.bySteps ??= this.operationsBySteps();
    const found = new Set<Operation>();
    for (let at = step; at > 0; at = this.run.causes[at] ?? 0)
      for (const operation of this.bySteps.get(at) ?? []) found.add(operation);
    return [...found].sort((a, b) => a.call - b.call);
  }

  /** By the step of their call, and by each step that led from there to their answer. */
  private operationsBySteps(): ReadonlyMap<number, ReadonlySet<Operation>> {
    const bySteps = new Map<number, Set<Operation>>();
    for (const operation of this.all) {
      const from = this.run.events[operation.call]?.step ?? 0;
      add(bySteps, from, operation);
      let step = this.run.events[operation.end]?.step ?? 0;
      for (; step > from; step = this.run.causes[step] ?? 0) add(bySteps, step, operation);
    }
    return bySteps;
  }

  private eventsByName(): Map<Operation, number[]> {
    const found = new Map<Operation, number[]>();
    this.run.events.forEach((event, i) => {
      if (event.kind !== 'message' && event.kind !== 'observe') return;
      for (const operation of this.named(event)) {
        const until = this.run.events[operation.end]?.step ?? Number.POSITIVE_INFINITY;
        if (event.kind === 'message' && event.step > until) continue;
        const known = found.get(operation);
        if (known === undefined) found.set(operation, [i]);
        else known.push(i);
      }
    });
    return found;
  }

  private named({ requests, entry }: RunEvent): readonly Operation[] {
    const names = requests.length > 0 || entry === undefined ? requests : this.requestsOfEntry.get(entry);
    const found = new Set<Operation>();
    for (const name of names ?? [])
      for (const operation of this.ofRequest.get(name) ?? []) found.add(operation);
    return [...found];
  }

  /** All that a client sends is about the operation that it has open. */
  private connect(): void {
    const open = new Map<number, Operation>();
    for (const { kind, id, process, requests, entry } of this.run.events) {
      if (entry !== undefined) for (const request of requests) add(this.requestsOfEntry, entry, request);
      if (process === null) continue;
      const operation = open.get(process);
      const called = kind === 'call' ? this.byId.get(keyOf({ id, process })) : undefined;
      if (called !== undefined) open.set(process, called);
      else if (kind === 'return') open.delete(process);
      else if (kind === 'send' && operation !== undefined)
        for (const request of requests) add(this.ofRequest, request, operation);
    }
  }
}

const keyOf = ({ id, process }: { readonly id: number; readonly process: number }): string =>
  `${process} ${id}`;

const sorted = (indices: readonly number[]): readonly number[] => [...new Set(indices)].sort((a, b) => a - b);

function add<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}
