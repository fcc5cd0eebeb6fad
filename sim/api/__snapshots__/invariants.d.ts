type DiskError = 'io' | 'full';
interface DiskCompletion {
  readonly op: 'read' | 'write' | 'sync';
  readonly token: number;
  readonly error: DiskError | null;
  readonly bytes: Uint8Array | null;
}
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & {
  readonly [brand]: Name;
};
type ProcessId = Brand<number, 'ProcessId'>;
type Outcome<Result> = {
  readonly type: 'ok';
  readonly result: Result;
} | {
  readonly type: 'failed';
  readonly reason: string;
} | {
  readonly type: 'unknown';
};
interface Observation {
  readonly type: string;
}
interface Topic {
  readonly name: string;
  readonly value: unknown;
}
interface ViolationFacts {
  readonly title: string;
  readonly facts: readonly string[];
  readonly witness: string;
  readonly process?: ProcessId;
  readonly about?: readonly Topic[];
  readonly operations?: readonly number[];
  readonly evidence?: readonly number[];
}
interface FaultEvent {
  readonly fault: string;
  readonly process?: number;
  readonly [detail: string]: unknown;
}
type DropReason = 'lost' | 'partition' | 'damaged' | 'overflow' | 'down';
interface Tank<R = unknown, C = unknown> {
  readonly nowUs: number;
  readonly step: number;
  readonly cause: number;
  readonly replicas: number;
  readonly processes: number;
  readonly healed: boolean;
  isUp(process: ProcessId): boolean;
  incarnation(process: ProcessId): number;
  replica(process: ProcessId): R | undefined;
  client(process: ProcessId): C | undefined;
  durable(process: ProcessId, file: string): Uint8Array;
  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
  shared<S extends object>(observer: Observer<S, R, C>): S;
  probe(name: string): void;
  violate(facts: ViolationFacts): void;
}
interface Handlers<S, R = unknown, C = unknown, M = unknown> {
  send?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number): void;
  deliver?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number): void;
  drop?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number, reason: DropReason): void;
  step?(state: S, tank: Tank<R, C>, process: ProcessId): void;
  start?(state: S, tank: Tank<R, C>, process: ProcessId): void;
  crash?(state: S, tank: Tank<R, C>, process: ProcessId): void;
  durable?(state: S, tank: Tank<R, C>, process: ProcessId, file: string): void;
  damage?(state: S, tank: Tank<R, C>, process: ProcessId, wiped: boolean): void;
  call?(state: S, tank: Tank<R, C>, client: ProcessId, id: number, operation: unknown): void;
  return?(state: S, tank: Tank<R, C>, client: ProcessId, id: number, outcome: Outcome<unknown>): void;
  observe?(state: S, tank: Tank<R, C>, process: ProcessId, observation: Observation): void;
  heal?(state: S, tank: Tank<R, C>, core: readonly ProcessId[]): void;
  end?(state: S, tank: Tank<R, C>): void;
  timer?(state: S, tank: Tank<R, C>, process: ProcessId, timer: number): void;
  disk?(state: S, tank: Tank<R, C>, process: ProcessId, completion: DiskCompletion): void;
  due?(state: S, tank: Tank<R, C>, fault: string): void;
  fault?(state: S, tank: Tank<R, C>, event: FaultEvent): void;
  panic?(state: S, tank: Tank<R, C>, process: ProcessId, error: unknown): void;
}
interface Observer<S extends object = object, R = unknown, C = unknown, M = unknown> {
  initial(tank: Tank<R, C>): S;
  readonly on: Handlers<S, R, C, M>;
  readonly only?: Only<M>;
}
interface Only<M> {
  readonly send?: readonly TypeOf<M>[];
  readonly deliver?: readonly TypeOf<M>[];
  readonly observe?: readonly string[];
  readonly step?: {
    readonly facts: Observer<Changing>;
    readonly bits: number;
  };
}
interface Changing {
  changed: number;
}
type TypeOf<M> = M extends {
  readonly type: infer T extends string;
} ? T : string;
interface Invariant<S extends object = object, R = unknown, C = unknown, M = unknown> extends Observer<S, R, C, M> {
  readonly id: string;
  readonly name: string;
  readonly statement: string;
}
export declare const noPanic: Invariant;
type ListOperation = {
  readonly kind: 'push';
  readonly value: string;
} | {
  readonly kind: 'list';
};
type ListResult =
{
  readonly kind: 'push';
  readonly length: number;
} | {
  readonly kind: 'list';
  readonly values: readonly string[];
};
type SumOperation = {
  readonly kind: 'add';
  readonly amount: number;
} | {
  readonly kind: 'get';
};
type ZoneValue = string | number | null;
type ZoneOperation = {
  readonly kind: 'read';
} | {
  readonly kind: 'write';
  readonly value: ZoneValue;
} | {
  readonly kind: 'cas';
  readonly from: ZoneValue;
  readonly to: ZoneValue;
};
type StateKey = string | number | bigint | boolean | null;
interface Step<State, Result> {
  readonly state: State;
  readonly result: Result;
}
interface SequentialModel<State, Operation, Result> {
  readonly name: string;
  readonly initial: State;
  steps(state: State, operation: Operation): readonly Step<State, Result>[];
  key(state: State): StateKey;
  sameResult(a: Result, b: Result): boolean;
  partition?(operation: Operation): string;
  kind(operation: Operation): string;
  describe(operation: Operation, result?: Result): string;
  asRegister?(operation: Operation): ZoneOperation | undefined;
  asList?(operation: Operation): ListOperation;
  asSum?(operation: Operation): SumOperation;
  blind?(operation: Operation): boolean;
  pure?(operation: Operation, result: Result | undefined): boolean;
  enablers?(operation: Operation, result: Result): readonly State[] | undefined;
  before?(operation: Operation, after: State): readonly State[];
}
interface DeterministicModel<State, Operation, Result> extends SequentialModel<State, Operation, Result> {
  apply(state: State, operation: Operation): Step<State, Result>;
}
export declare function deterministic<State, Operation, Result>(model: Omit<DeterministicModel<State, Operation, Result>, 'steps'>): DeterministicModel<State, Operation, Result>;
interface ListFacts {
  readonly kind: 'list';
  readonly seenAt: number[];
  readonly values: (string | null)[];
  holes: number[];
  readonly reserved: Map<number, number>;
}
interface Gap {
  readonly low: number;
  readonly high: number;
  readonly seenAt: number;
}
interface SumFacts {
  readonly kind: 'sum';
  readonly sums: number[];
  readonly seenAt: number[];
  gaps: Gap[];
}
type Facts = ListFacts | SumFacts;
interface Op<State, Operation, Result> {
  readonly id: number;
  readonly client: number;
  readonly operation: Operation;
  readonly part: string;
  readonly calledAt: number;
  returnedAt: number | undefined;
  result: Result | undefined;
  blind: readonly Step<State, Result>[] | undefined;
  gives: readonly StateKey[] | undefined;
  readonly readOnly: boolean;
  unknown: string | undefined;
}
interface Committed<Result> {
  readonly id: number;
  readonly result: Result;
  readonly blind: boolean;
}
interface Block {
  readonly root: number;
  readonly first: number;
  readonly last: number;
  readonly state: number;
  readonly path: readonly number[];
  readonly extended: boolean;
}
interface Configuration<Result> {
  readonly blocks: readonly Block[];
  readonly committed: readonly Committed<Result>[];
  readonly used: readonly number[];
}
type PartitionVerdict = 'checking' | 'violated' | 'undecided';
interface Partition<State, Operation, Result> {
  readonly name: string;
  verdict: PartitionVerdict;
  now: number;
  pending: Op<State, Operation, Result>[];
  unknown: Op<State, Operation, Result>[];
  readonly unknownShifters: Map<string, Op<State, Operation, Result>[]>;
  readonly unknownBlind: Map<StateKey, Map<string, Op<State, Operation, Result>[]>>;
  shifters: number;
  configurations: Configuration<Result>[];
  states: State[];
  readonly ids: Map<StateKey, number>;
  sweepAt: number;
  readonly facts: Facts | undefined;
  readonly recent: Op<State, Operation, Result>[];
  returns: number;
  spent: number;
}
interface CheckerState<State, Operation, Result> {
  readonly partitions: Map<string, Partition<State, Operation, Result>>;
  readonly open: Map<number, Op<State, Operation, Result>>;
  judged: number;
  undecided: number;
}
interface CheckerOptions {
  readonly budget?: number;
  readonly recentMax?: number;
}
interface LinearizabilityState<State, Operation, Result> {
  readonly checker: CheckerState<State, Operation, Result>;
  readonly openOf: Map<number, number>;
  readonly leftOut: Set<number>;
}
interface LinearizabilityOptions<Operation> extends CheckerOptions {
  readonly leftOut?: (operation: Operation) => boolean;
}
export declare function linearizability<State, Operation, Result>(model: SequentialModel<State, Operation, Result>, options?: LinearizabilityOptions<Operation>): Invariant<LinearizabilityState<State, Operation, Result>>;
export declare const appendList: DeterministicModel<readonly string[], ListOperation, ListResult>;
type CounterOperation =
{
  readonly kind: 'add';
  readonly amount: number;
} | {
  readonly kind: 'get';
};
type CounterResult = {
  readonly kind: 'add';
  readonly value: number;
} | {
  readonly kind: 'get';
  readonly value: number;
};
export declare const counter: DeterministicModel<number, CounterOperation, CounterResult>;
type KvValue = string | null;
type KvOperation = {
  readonly kind: 'read';
  readonly key: string;
} | {
  readonly kind: 'write';
  readonly key: string;
  readonly value: string;
} | {
  readonly kind: 'cas';
  readonly key: string;
  readonly from: KvValue;
  readonly to: string;
} | {
  readonly kind: 'append';
  readonly key: string;
  readonly value: string;
};
type KvResult = {
  readonly kind: 'read';
  readonly value: KvValue;
} | {
  readonly kind: 'write';
} | {
  readonly kind: 'cas';
  readonly swapped: boolean;
} |
{
  readonly kind: 'append';
  readonly value: string;
};
export declare const kv: DeterministicModel<KvValue, KvOperation, KvResult>;
type RegisterValue = string | null;
type RegisterOperation = {
  readonly kind: 'read';
} | {
  readonly kind: 'write';
  readonly value: string;
} | {
  readonly kind: 'cas';
  readonly from: RegisterValue;
  readonly to: string;
};
type RegisterResult = {
  readonly kind: 'read';
  readonly value: RegisterValue;
} | {
  readonly kind: 'write';
} | {
  readonly kind: 'cas';
  readonly swapped: boolean;
};
export declare const register: DeterministicModel<RegisterValue, RegisterOperation, RegisterResult>;
interface Timestamp {
  readonly seq: number;
  readonly writer: number;
  readonly incarnation: number;
}
type RegisterValue$1 = string | null;
interface State$1 {
  highest: Timestamp;
  readonly called: Map<number, {
    readonly write: boolean;
    readonly floor: Timestamp;
  }>;
}
export declare function ordering(never: Timestamp, compare: (a: Timestamp, b: Timestamp) => number): Invariant<State$1>;
interface RegisterView {
  readonly file: string;
  readonly never: Timestamp;
  read(bytes: Uint8Array): Timestamp;
  compare(a: Timestamp, b: Timestamp): number;
  quorumOf(replicas: number): number;
}
export declare function quorumAtReturn(view: RegisterView): Invariant<{
  readonly durable: Timestamp[];
}>;
export declare function replicaTimestamp(view: RegisterView): Invariant<{
  readonly stored: Timestamp[];
}>;
export declare const uniqueTimestamp: Invariant<{
  readonly values: Map<string, RegisterValue$1>;
}>;
interface Write {
  readonly value: string;
  readonly calledStep: number;
  returnedStep: number;
}
interface State {
  readonly writes: Map<number, Write>;
  readonly byValue: Map<string, Write>;
  readonly reads: Map<number, {
    readonly overwrittenBefore: number;
  }>;
  latestCallStep: number;
}
export declare const validity: Invariant<State>;
export type { CounterOperation, CounterResult, DeterministicModel, DropReason, Handlers, Invariant, KvOperation, KvResult, KvValue, ListOperation, ListResult, Observer, Only, RegisterOperation, RegisterResult, RegisterValue, RegisterView, SequentialModel, StateKey, Step, Tank, ViolationFacts };