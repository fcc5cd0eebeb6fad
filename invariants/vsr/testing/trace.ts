import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { Observation, Outcome } from '../../../src/process/process.ts';
import type { Message } from '../../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import type { Handlers, Invariant, Observer, ViolationFacts } from '../../observer.ts';
import type { Disks, VsrInvariantOptions, VsrTank, WalScan } from '../facts/types.ts';
import { freshReplica } from './vsr-values.ts';

type AnyObserver = Observer<object, unknown, unknown, unknown>;

/** In these tests a log on disk is JSON: the subject is the invariants, not the file format. */
const readJson = (disks: Disks, replica: ProcessId): WalScan => {
  const text = new TextDecoder().decode(disks.durable(replica, 'wal'));
  return text === '' ? { view: 0, logView: 0, log: [] } : (JSON.parse(text) as WalScan); // as `syncs` wrote it
};

export const testOptions: VsrInvariantOptions = {
  quorumOf: (replicas) => Math.floor(replicas / 2) + 1,
  members: [0, 1, 2],
  viewsPerEpoch: 1_000_000_000,
  preVote: false,
  pipelineMax: 2,
  queueMax: 2,
  batchMax: 1,
  sessionsMax: 2,
  leaseUs: 0,
  misroutes: false,
  wal: {
    inMemory: false,
    files: new Set(['wal']),
    index: 'none',
    open: readJson,
    copies: () => ({ same: 4, later: 0 }),
  },
};

/** A run written by hand: the test states what happens, in order, and reads the violations. */
export class Trace implements VsrTank {
  nowUs = 0;
  step = 0;
  readonly cause = 0;
  healed = false;
  readonly replicas = 3;
  readonly processes = 5;
  readonly violations: (ViolationFacts & { readonly id: string })[] = [];
  private readonly states: (ReplicaState | undefined)[];
  private readonly incarnations: number[];
  private readonly disks: string[];
  private readonly observers: { observer: AnyObserver; state: object }[] = [];
  private messages = 0;
  private calling = '';

  constructor(invariants: readonly Invariant[]) {
    this.states = Array.from({ length: this.replicas }, (_, i) => freshReplica(processId(i)));
    this.incarnations = Array.from({ length: this.processes }, () => 1);
    this.disks = Array.from({ length: this.processes }, () => '');
    for (const invariant of invariants) this.shared(invariant as AnyObserver); // the observer determines the type of its state
  }

  /** Witness of the first violation. */
  get witness(): string | undefined {
    return this.violations[0]?.witness;
  }

  /** Changes to make before the next step of a replica. */
  at(replica: number): ReplicaState {
    const state = this.states[replica];
    if (state === undefined) throw new Error(`replica ${replica} is down`);
    return state;
  }

  /** A handler of a replica ran, and made this change. */
  takes(replica: number, change: Partial<ReplicaState> = {}): void {
    Object.assign(this.at(replica), change);
    this.step++;
    this.tell('step', processId(replica));
  }

  sends(from: number, to: number, message: Message): number {
    const id = ++this.messages;
    this.tell('send', processId(from), processId(to), message, id);
    return id;
  }

  gets(from: number, to: number, message: Message, id: number): void {
    this.step++;
    this.tell('deliver', processId(from), processId(to), message, id);
  }

  /** Sends a message and delivers it at once. */
  passes(from: number, to: number, message: Message): void {
    this.gets(from, to, message, this.sends(from, to, message));
  }

  /** Makes view, log_view and log durable: those in memory, or the given ones. */
  syncs(replica: number, scan: WalScan = this.at(replica)): void {
    const { view, logView, log } = scan;
    this.disks[replica] = JSON.stringify({ view, logView, log });
    this.at(replica).durable = { view, logView, op: log.length, generations: [] };
    this.step++;
    this.tell('durable', processId(replica), 'wal');
  }

  crashes(process: number): void {
    this.states[process] = undefined;
    this.tell('crash', processId(process));
  }

  damages(process: ProcessId, wiped: boolean): void {
    this.tell('damage', process, wiped);
  }

  starts(process: number): void {
    this.incarnations[process] = this.incarnation(processId(process)) + 1;
    if (process >= this.replicas) return;
    this.states[process] = { ...freshReplica(processId(process)), status: 'starting' };
    this.tell('start', processId(process));
    this.takes(process);
  }

  calls(client: number, id: number, operation: unknown): void {
    this.tell('call', processId(client), id, operation);
  }

  returns(client: number, id: number, outcome: Outcome<unknown>): void {
    this.tell('return', processId(client), id, outcome);
  }

  observes(replica: number, observation: Observation): void {
    this.tell('observe', processId(replica), observation);
  }

  end(): void {
    this.tell('end');
  }

  panics(process: number, error: unknown): void {
    this.tell('panic', processId(process), error);
  }

  /** Continues with a copy of all states, as after a fork. */
  fork(): void {
    const copies = structuredClone(this.observers.map(({ state }) => state));
    for (const [i, each] of this.observers.entries()) each.state = copies[i] ?? each.state;
  }

  isUp(process: ProcessId): boolean {
    return process >= this.replicas || this.states[process] !== undefined;
  }

  incarnation(process: ProcessId): number {
    return this.incarnations[process] ?? 0;
  }

  replica(process: ProcessId): ReplicaState | undefined {
    return this.states[process];
  }

  client(): unknown {
    return undefined;
  }

  afterCrash(process: ProcessId): Uint8Array {
    return this.durable(process);
  }

  durable(process: ProcessId): Uint8Array {
    return new TextEncoder().encode(this.disks[process]);
  }

  probe(): void {}

  shared<S extends object>(observer: Observer<S, ReplicaState, unknown>): S {
    const any = observer as unknown as AnyObserver; // the observer determines the type of its state
    const known = this.observers.find((each) => each.observer === any);
    if (known !== undefined) return known.state as S;
    const state = any.initial(this as never);
    this.observers.push({ observer: any, state });
    return state as S;
  }

  violate(facts: ViolationFacts): void {
    for (const [, step = ''] of facts.facts.join('\n').matchAll(/ step (\d+)/g))
      if (facts.evidence?.includes(Number(step)) !== true)
        throw new Error(`${this.calling} names step ${step}, but not as evidence`);
    this.violations.push({ ...facts, id: this.calling });
  }

  private tell<K extends keyof Handlers<object>>(kind: K, ...values: readonly unknown[]): void {
    for (const { observer, state } of this.observers) {
      if (!this.concerns(observer, kind, values)) continue;
      const handler = observer.on[kind] as ((...all: unknown[]) => void) | undefined;
      this.calling = 'id' in observer ? String(observer.id) : 'a shared observer';
      handler?.call(observer.on, state, this, ...values);
    }
  }

  /** Whether the observer asked for this event. */
  private concerns({ only }: AnyObserver, kind: keyof Handlers<object>, values: readonly unknown[]): boolean {
    switch (kind) {
      case 'send':
      case 'deliver':
      case 'observe': {
        const types: readonly string[] | undefined = only?.[kind];
        const { type } = values[kind === 'observe' ? 1 : 2] as { readonly type: string }; // as in Handlers
        return types === undefined || types.includes(type);
      }
      case 'step':
        return only?.step === undefined || (this.shared(only.step.facts).changed & only.step.bits) !== 0;
      default:
        return true;
    }
  }
}
