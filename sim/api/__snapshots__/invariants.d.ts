// invariants/general/no-panic.d.ts
import type { Invariant } from '../observer.js';
export declare const noPanic: Invariant;

// invariants/linearizability/facts.d.ts
import { type ListFacts } from './list-monitor.js';
import type { SequentialModel } from './model.js';
import { type SumFacts } from './sum-monitor.js';
export type Facts = ListFacts | SumFacts;
export declare function firstFacts<State, Operation, Result>(model: SequentialModel<State, Operation, Result>): Facts | undefined;
export declare const factsText: (facts: Facts) => string;

// invariants/linearizability/invariant.d.ts
import type { Invariant } from '../observer.js';
import type { SequentialModel } from './model.js';
import type { CheckerOptions, CheckerState } from './online.js';
export interface LinearizabilityState<State, Operation, Result> {
    readonly checker: CheckerState<State, Operation, Result>;
    readonly openOf: Map<number, number>;
    readonly leftOut: Set<number>;
}
export interface LinearizabilityOptions<Operation> extends CheckerOptions {
    readonly leftOut?: (operation: Operation) => boolean;
}
export interface LinearizabilityCoverage {
    readonly partitions: number;
    readonly judged: number;
    readonly undecided: number;
}
export declare function linearizability<State, Operation, Result>(model: SequentialModel<State, Operation, Result>, options?: LinearizabilityOptions<Operation>): Invariant<LinearizabilityState<State, Operation, Result>>;
export declare function coverage<State, Operation, Result>(state: LinearizabilityState<State, Operation, Result>): LinearizabilityCoverage;

// invariants/linearizability/list-monitor.d.ts
import type { ListOperation, ListResult } from './list-operations.js';
export interface FreePush {
    readonly id: number;
    readonly value: string;
    readonly calledAt: number;
    readonly pending: boolean;
}
export interface ListFacts {
    readonly kind: 'list';
    readonly seenAt: number[];
    readonly values: (string | null)[];
    holes: number[];
    readonly reserved: Map<number, number>;
}
export declare const emptyList: () => ListFacts;
export declare const listText: ({ values }: ListFacts) => string;
export declare function addReturn(facts: ListFacts, id: number, operation: ListOperation, result: ListResult, calledAt: number, now: number, free: readonly FreePush[]): boolean;
export declare const fitsWithout: (facts: ListFacts, id: number, free: readonly FreePush[]) => boolean;
export declare function closeHoles(facts: ListFacts, free: readonly FreePush[]): number[];

// invariants/linearizability/list-operations.d.ts
export type ListOperation = {
    readonly kind: 'push';
    readonly value: string;
} | {
    readonly kind: 'list';
};
export type ListResult = 
{
    readonly kind: 'push';
    readonly length: number;
} | {
    readonly kind: 'list';
    readonly values: readonly string[];
};

// invariants/linearizability/model.d.ts
import type { ListOperation } from './list-operations.js';
import type { SumOperation } from './sum-operations.js';
import type { ZoneOperation } from './zones.js';
export type StateKey = string | number | bigint | boolean | null;
export interface Step<State, Result> {
    readonly state: State;
    readonly result: Result;
}
export interface SequentialModel<State, Operation, Result> {
    readonly name: string;
    readonly initial: State;
    steps(state: State, operation: Operation): readonly Step<State, Result>[];
    key(state: State): StateKey;
    sameResult(a: Result, b: Result): boolean;
    partition?(operation: Operation): string;
    kind(operation: Operation): string;
    describe(operation: Operation, result?: Result): string;
    describeState?(state: State, operation: Operation): string;
    asRegister?(operation: Operation): ZoneOperation | undefined;
    readonly isFinite?: boolean;
    asList?(operation: Operation): ListOperation;
    asSum?(operation: Operation): SumOperation;
    blind?(operation: Operation): boolean;
    pure?(operation: Operation, result: Result | undefined): boolean;
    enablers?(operation: Operation, result: Result): readonly State[] | undefined;
    before?(operation: Operation, after: State): readonly State[];
}
export interface DeterministicModel<State, Operation, Result> extends SequentialModel<State, Operation, Result> {
    apply(state: State, operation: Operation): Step<State, Result>;
}
export declare function deterministic<State, Operation, Result>(model: Omit<DeterministicModel<State, Operation, Result>, 'steps'>): DeterministicModel<State, Operation, Result>;
export declare function replay<State, Operation, Result>(model: DeterministicModel<State, Operation, Result>, states: Map<string, State>, operation: Operation): Result;

// invariants/linearizability/models/append-list.d.ts
import type { ListOperation, ListResult } from '../list-operations.js';
export type { ListOperation, ListResult };
export declare const appendList: import("../model.js").DeterministicModel<readonly string[], ListOperation, ListResult>;

// invariants/linearizability/models/counter.d.ts
export type CounterOperation = 
{
    readonly kind: 'add';
    readonly amount: number;
} | {
    readonly kind: 'get';
};
export type CounterResult = {
    readonly kind: 'add';
    readonly value: number;
} | {
    readonly kind: 'get';
    readonly value: number;
};
export declare const counter: import("../model.js").DeterministicModel<number, CounterOperation, CounterResult>;
export declare const growingCounter: typeof counter;

// invariants/linearizability/models/kv.d.ts
export type KvValue = string | null;
export type KvOperation = {
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
export type KvResult = {
    readonly kind: 'read';
    readonly value: KvValue;
} | {
    readonly kind: 'write';
} | {
    readonly kind: 'cas';
    readonly swapped: boolean;
}
 | {
    readonly kind: 'append';
    readonly value: string;
};
export declare const kv: import("../model.js").DeterministicModel<KvValue, KvOperation, KvResult>;

// invariants/linearizability/models/register.d.ts
export type RegisterValue = string | null;
export type RegisterOperation = {
    readonly kind: 'read';
} | {
    readonly kind: 'write';
    readonly value: string;
} | {
    readonly kind: 'cas';
    readonly from: RegisterValue;
    readonly to: string;
};
export type RegisterResult = {
    readonly kind: 'read';
    readonly value: RegisterValue;
} | {
    readonly kind: 'write';
} | {
    readonly kind: 'cas';
    readonly swapped: boolean;
};
export declare const register: import("../model.js").DeterministicModel<RegisterValue, RegisterOperation, RegisterResult>;

// invariants/linearizability/online.d.ts
import type { SequentialModel } from './model.js';
import type { Configuration, Op, Partition } from './partition.js';
export interface CheckerState<State, Operation, Result> {
    readonly partitions: Map<string, Partition<State, Operation, Result>>;
    readonly open: Map<number, Op<State, Operation, Result>>;
    judged: number;
    undecided: number;
}
export interface Bad<State, Operation, Result> {
    readonly partition: Partition<State, Operation, Result>;
    readonly op: Op<State, Operation, Result>;
    readonly failed: boolean;
    readonly before: readonly Configuration<Result>[];
    readonly object?: string;
}
export interface CheckerOptions {
    readonly budget?: number;
    readonly recentMax?: number;
}
export interface OnlineChecker<State, Operation, Result> {
    initial(): CheckerState<State, Operation, Result>;
    call(state: CheckerState<State, Operation, Result>, id: number, client: number, operation: Operation): void;
    returned(state: CheckerState<State, Operation, Result>, id: number, result: Result): Bad<State, Operation, Result> | undefined;
    failed(state: CheckerState<State, Operation, Result>, id: number): Bad<State, Operation, Result> | undefined;
    unknown(state: CheckerState<State, Operation, Result>, id: number): void;
}
export declare function onlineChecker<State, Operation, Result>(model: SequentialModel<State, Operation, Result>, options?: CheckerOptions): OnlineChecker<State, Operation, Result>;

// invariants/linearizability/partition.d.ts
import { type Facts } from './facts.js';
import type { SequentialModel, StateKey, Step } from './model.js';
export interface Op<State, Operation, Result> {
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
    readonly results: Result[];
    unknown: string | undefined;
}
export interface Committed<Result> {
    readonly id: number;
    readonly result: Result;
    readonly blind: boolean;
}
export interface Block {
    readonly root: number;
    readonly first: number;
    readonly last: number;
    readonly state: number;
    readonly path: readonly number[];
    readonly extended: boolean;
}
export interface Configuration<Result> {
    readonly blocks: readonly Block[];
    readonly committed: readonly Committed<Result>[];
    readonly used: readonly number[];
}
export type PartitionVerdict = 'checking' | 'violated' | 'undecided';
export interface Partition<State, Operation, Result> {
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
export declare function createPartition<State, Operation, Result>(model: SequentialModel<State, Operation, Result>, name: string): Partition<State, Operation, Result>;
export declare function intern<State, Operation, Result>(model: SequentialModel<State, Operation, Result>, partition: Partition<State, Operation, Result>, state: State): number;
export declare function stateOf<State, Operation, Result>(partition: Partition<State, Operation, Result>, id: number): State;
export declare function sweep<State, Operation, Result>(model: SequentialModel<State, Operation, Result>, partition: Partition<State, Operation, Result>): void;

// invariants/linearizability/sum-gaps.d.ts
export type Fit = 'fits' | 'misfit' | 'too-hard';
export interface Gap {
    readonly low: number;
    readonly high: number;
    readonly seenAt: number;
}
export interface FreeAdd {
    readonly id: number;
    readonly value: number;
    readonly calledAt: number;
    readonly pending: boolean;
}
export interface Work {
    left: number;
}
export declare function fillGaps(gaps: readonly Gap[], free: readonly FreeAdd[], work: Work): Fit;
export declare function onlyFilling(gap: Gap, free: readonly FreeAdd[], used: readonly number[]): number[] | undefined;

// invariants/linearizability/sum-monitor.d.ts
import { type Fit, type FreeAdd, type Gap, type Work } from './sum-gaps.js';
export interface SumFacts {
    readonly kind: 'sum';
    readonly sums: number[];
    readonly seenAt: number[];
    gaps: Gap[];
}
export declare const emptySum: () => SumFacts;
export declare const sumText: ({ sums }: SumFacts) => string;
export declare function addSum(facts: SumFacts, amount: number, sum: number, calledAt: number, now: number, free: readonly FreeAdd[], work: Work): Fit;
export declare function closeGaps(facts: SumFacts, free: readonly FreeAdd[], oldestCall: number): number[];

// invariants/linearizability/sum-operations.d.ts
export type SumOperation = {
    readonly kind: 'add';
    readonly amount: number;
} | {
    readonly kind: 'get';
};
export interface SumResult {
    readonly kind: 'add' | 'get';
    readonly value: number;
}

// invariants/linearizability/zones.d.ts
export type ZoneValue = string | number | null;
export type ZoneOperation = {
    readonly kind: 'read';
} | {
    readonly kind: 'write';
    readonly value: ZoneValue;
} | {
    readonly kind: 'cas';
    readonly from: ZoneValue;
    readonly to: ZoneValue;
};
export type ZoneResult = {
    readonly kind: 'read';
    readonly value: ZoneValue;
} | {
    readonly kind: 'write';
} | {
    readonly kind: 'cas';
    readonly swapped: boolean;
};
interface Cluster {
    readonly value: ZoneValue;
    readonly block: Block;
    readonly first: number;
    next: Cluster | undefined;
}
interface Block {
    readonly first: number;
    last: number;
    head: Cluster | undefined;
}
interface Open {
    readonly id: number;
    readonly client: number;
    readonly operation: ZoneOperation;
    readonly calledAt: number;
    seen: boolean;
}
export interface ZoneState {
    now: number;
    readonly open: Map<number, Open>;
    readonly producers: Map<ZoneValue, Open>;
    readonly clusters: Map<ZoneValue, Cluster>;
    blocks: Block[];
    sweepAt: number;
}
export type ZoneClash = 
'not-there'
 | 'replaced'
 | 'swapped-twice'
 | 'seen-though-failed';
export declare class ZoneLimit extends Error {
}
export declare function initialZones(initial?: ZoneValue): ZoneState;
export declare function zoneCall(state: ZoneState, id: number, client: number, operation: ZoneOperation): void;
export declare function zoneReturned(state: ZoneState, id: number, result: ZoneResult): ZoneClash | undefined;
export declare function zoneFailed(state: ZoneState, id: number): ZoneClash | undefined;
export declare function zoneUnknown(state: ZoneState, id: number): void;
export {};

// invariants/observer.d.ts
import type { DiskCompletion } from '../src/process/disk.js';
import type { ProcessId } from '../src/process/ids.js';
import type { Observation, Outcome } from '../src/process/process.js';
export interface Topic {
    readonly name: string;
    readonly value: unknown;
}
export interface ViolationFacts {
    readonly title: string;
    readonly facts: readonly string[];
    readonly witness: string;
    readonly process?: ProcessId;
    readonly about?: readonly Topic[];
    readonly operations?: readonly number[];
    readonly evidence?: readonly number[];
}
export interface FaultEvent {
    readonly fault: string;
    readonly process?: number;
    readonly [detail: string]: unknown;
}
export type DropReason = 'lost' | 'partition' | 'damaged' | 'overflow' | 'down';
export interface Tank<R = unknown, C = unknown> {
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
export interface Handlers<S, R = unknown, C = unknown, M = unknown> {
    send?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number): void;
    deliver?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number): void;
    drop?(state: S, tank: Tank<R, C>, from: ProcessId, to: ProcessId, message: M, id: number, reason: DropReason): void;
    step?(state: S, tank: Tank<R, C>, process: ProcessId): void;
    start?(state: S, tank: Tank<R, C>, process: ProcessId): void;
    crash?(state: S, tank: Tank<R, C>, process: ProcessId, how?: string): void;
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
export interface Observer<S extends object = object, R = unknown, C = unknown, M = unknown> {
    initial(tank: Tank<R, C>): S;
    readonly on: Handlers<S, R, C, M>;
    readonly only?: Only<M>;
}
export interface Only<M> {
    readonly send?: readonly TypeOf<M>[];
    readonly deliver?: readonly TypeOf<M>[];
    readonly observe?: readonly string[];
    readonly step?: {
        readonly facts: Observer<Changing>;
        readonly bits: number;
    };
}
export interface Changing {
    changed: number;
}
type TypeOf<M> = M extends {
    readonly type: infer T extends string;
} ? T : string;
export interface Invariant<S extends object = object, R = unknown, C = unknown, M = unknown> extends Observer<S, R, C, M> {
    readonly id: string;
    readonly name: string;
    readonly uneditedOnly?: true;
    readonly statement: string;
}
export {};

// invariants/register/ordering.d.ts
import type { Timestamp } from '../../src/register/messages.js';
import type { Invariant } from '../observer.js';
interface State {
    highest: Timestamp;
    readonly called: Map<number, {
        readonly write: boolean;
        readonly floor: Timestamp;
    }>;
}
export declare function ordering(never: Timestamp, compare: (a: Timestamp, b: Timestamp) => number): Invariant<State>;
export {};

// invariants/register/quorum-at-return.d.ts
import type { Timestamp } from '../../src/register/messages.js';
import type { Invariant } from '../observer.js';
import type { RegisterView } from './view.js';
export declare function quorumAtReturn(view: RegisterView): Invariant<{
    readonly durable: Timestamp[];
}>;

// invariants/register/replica-timestamp.d.ts
import type { Timestamp } from '../../src/register/messages.js';
import type { Invariant } from '../observer.js';
import type { RegisterView } from './view.js';
export declare function replicaTimestamp(view: RegisterView): Invariant<{
    readonly stored: Timestamp[];
}>;

// invariants/register/unique-timestamp.d.ts
import type { RegisterValue } from '../../src/register/messages.js';
import type { Invariant } from '../observer.js';
export declare const uniqueTimestamp: Invariant<{
    readonly values: Map<string, RegisterValue>;
}>;

// invariants/register/validity.d.ts
import type { Invariant } from '../observer.js';
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
export {};

// invariants/register/view.d.ts
import type { Timestamp } from '../../src/register/messages.js';
export interface RegisterView {
    readonly file: string;
    readonly never: Timestamp;
    read(bytes: Uint8Array): Timestamp;
    compare(a: Timestamp, b: Timestamp): number;
    quorumOf(replicas: number): number;
}

// sim/api/invariants.d.ts
export { noPanic } from '../../invariants/general/no-panic.js';
export { linearizability } from '../../invariants/linearizability/invariant.js';
export type { ListOperation, ListResult } from '../../invariants/linearizability/list-operations.js';
export { type DeterministicModel, deterministic, type SequentialModel, type StateKey, type Step, } from '../../invariants/linearizability/model.js';
export { appendList } from '../../invariants/linearizability/models/append-list.js';
export { type CounterOperation, type CounterResult, counter, } from '../../invariants/linearizability/models/counter.js';
export { type KvOperation, type KvResult, type KvValue, kv, } from '../../invariants/linearizability/models/kv.js';
export { type RegisterOperation, type RegisterResult, type RegisterValue, register, } from '../../invariants/linearizability/models/register.js';
export type { DropReason, Handlers, Invariant, Observer, Only, Tank, ViolationFacts, } from '../../invariants/observer.js';
export { ordering } from '../../invariants/register/ordering.js';
export { quorumAtReturn } from '../../invariants/register/quorum-at-return.js';
export { replicaTimestamp } from '../../invariants/register/replica-timestamp.js';
export { uniqueTimestamp } from '../../invariants/register/unique-timestamp.js';
export { validity } from '../../invariants/register/validity.js';
export type { RegisterView } from '../../invariants/register/view.js';

// src/process/disk.d.ts
export declare const SECTOR_BYTES = 512;
export type DiskError = 'io' | 'full';
export interface DiskCompletion {
    readonly op: 'read' | 'write' | 'sync';
    readonly token: number;
    readonly error: DiskError | null;
    readonly bytes: Uint8Array | null;
}
export interface Disk {
    read(file: string, offset: number, lengthBytes: number, token: number): void;
    write(file: string, offset: number, bytes: Uint8Array, token: number): void;
    sync(file: string, token: number): void;
}

// src/process/ids.d.ts
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & {
    readonly [brand]: Name;
};
export type ProcessId = Brand<number, 'ProcessId'>;
export declare const processId: (index: number) => ProcessId;
export {};

// src/process/process.d.ts
import type { Disk, DiskCompletion } from './disk.js';
import type { ProcessId } from './ids.js';
export type Outcome<Result> = {
    readonly type: 'ok';
    readonly result: Result;
} | {
    readonly type: 'failed';
    readonly reason: string;
} | {
    readonly type: 'unknown';
};
export interface Observation {
    readonly type: string;
}
export interface Context<Message> {
    readonly self: ProcessId;
    readonly replicas: number;
    now(): number;
    wallTime(): number;
    random(bound: number): number;
    send(to: ProcessId, message: Message): void;
    setTimer(timer: number, delayUs: number): void;
    cancelTimer(timer: number): void;
    readonly disk: Disk;
    observe<Fact extends Observation>(observation: Fact): void;
    point(name: string): void;
    stop(reason: string): never;
    probe(name: string): void;
}
export interface ClientContext<Message, Result> extends Context<Message> {
    complete(outcome: Outcome<Result>): void;
}
export interface Process<State extends object, Message, Ctx extends Context<Message> = Context<Message>> {
    init(self: ProcessId): State;
    readonly timers?: Readonly<Record<string, number>>;
    start(state: State, ctx: Ctx): void;
    message(state: State, from: ProcessId, message: Message, ctx: Ctx): void;
    timer(state: State, timer: number, ctx: Ctx): void;
    disk(state: State, completion: DiskCompletion, ctx: Ctx): void;
}
export interface ClientProcess<State extends object, Message, Operation, Result> extends Process<State, Message, ClientContext<Message, Result>> {
    invoke(state: State, operation: Operation, ctx: ClientContext<Message, Result>): void;
}

// src/register/messages.d.ts
import type { ProcessId } from '../process/ids.js';
export interface Timestamp {
    readonly seq: number;
    readonly writer: number;
    readonly incarnation: number;
}
export declare const NEVER_WRITTEN: Timestamp;
export declare function compareTimestamps(a: Timestamp, b: Timestamp): number;
export type RegisterValue = string | null;
export type RegisterOperation = {
    readonly kind: 'read';
} | {
    readonly kind: 'write';
    readonly value: string;
};
export type RegisterResult = {
    readonly kind: 'read';
    readonly value: RegisterValue;
    readonly at: Timestamp | null;
} | {
    readonly kind: 'write';
    readonly at: Timestamp | null;
};
export interface Request {
    readonly client: number;
    readonly incarnation: number;
    readonly operation: RegisterOperation;
    readonly request: number;
    readonly to: ProcessId;
    readonly type: 'Request';
}
export interface Reply {
    readonly client: number;
    readonly request: number;
    readonly result: RegisterResult;
    readonly type: 'Reply';
}
export interface Refused {
    readonly client: number;
    readonly incarnation: number;
    readonly request: number;
    readonly server: ProcessId;
    readonly type: 'Refused';
}
export type ClientMessage = Request | Reply | Refused;
export interface OperationId {
    readonly counter: number;
    readonly incarnation: number;
    readonly node: ProcessId;
}
export interface Query {
    readonly id: OperationId;
    readonly type: 'Query';
}
export interface QueryReply {
    readonly at: Timestamp;
    readonly id: OperationId;
    readonly type: 'QueryReply';
    readonly value: RegisterValue;
}
export interface Store {
    readonly at: Timestamp;
    readonly id: OperationId;
    readonly type: 'Store';
    readonly value: RegisterValue;
}
export interface StoreAck {
    readonly id: OperationId;
    readonly type: 'StoreAck';
}
export type AbdMessage = ClientMessage | Query | QueryReply | Store | StoreAck;
export interface Forward {
    readonly id: OperationId;
    readonly type: 'Forward';
    readonly value: string;
}
export interface ForwardAck {
    readonly id: OperationId;
    readonly type: 'ForwardAck';
}
export type NaiveMessage = ClientMessage | Forward | ForwardAck;
