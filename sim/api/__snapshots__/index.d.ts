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

// sim/api/check.d.ts
import type { Configuration } from '../check/model/configuration.js';
import type { Size } from '../check/model/template.js';
import type { CheckResult } from '../check/result/result.js';
import type { CheckHints } from '../check/systems/hints.js';
import type { System } from '../scenario/system.js';
export interface CheckOptions extends Partial<Size>, Omit<CheckHints, 'size' | 'configuration'> {
    readonly configuration?: Partial<Configuration>;
    readonly statesMax?: number;
}
export interface Checked extends CheckResult {
    readonly holds: boolean;
    readonly failure?: string;
}
export declare function check(system: System, options?: CheckOptions): Checked;

// sim/api/fuzz.d.ts
import type { System } from '../scenario/system.js';
import type { ScenarioOptions } from './scenario-of.js';
import { type Run } from './simulate.js';
export interface FuzzOptions extends ScenarioOptions {
    readonly seeds: number | readonly [first: number, last: number];
    readonly keepGoing?: boolean;
    readonly signal?: AbortSignal;
    readonly onRun?: (run: Run) => void;
}
export interface Campaign {
    readonly seeds: number;
    readonly passed: number;
    readonly excused: number;
    readonly steps: number;
    readonly failures: readonly Run[];
    readonly unreached: readonly string[];
    readonly notJudged: string | undefined;
}
export declare function fuzz(system: System, options: FuzzOptions): Promise<Campaign>;

// sim/api/index.d.ts
export { checksum, decode, type Encodable, encode, seal, unseal } from '../../src/process/codec.js';
export { type Disk, type DiskCompletion, type DiskError, SECTOR_BYTES } from '../../src/process/disk.js';
export { type ProcessId, processId } from '../../src/process/ids.js';
export type { ClientContext, ClientProcess, Context, Observation, Outcome, Process, } from '../../src/process/process.js';
export type { Edits } from '../chance/site.js';
export type { Sequence } from '../chance/streams.js';
export type { Configuration as CheckConfiguration } from '../check/model/configuration.js';
export { always, type Property, sometimes, type View } from '../check/model/property.js';
export { defineCluster } from '../cluster/define-cluster.js';
export type { ClusterDefinition, ClusterInvariant, DiskOrdering, NodePlace, ProgramNodes, } from '../cluster/definition.js';
export { defineSystem } from '../define/define-system.js';
export type { For, InvariantOver, PropertyName, Settings, Setup, SystemDefinition, } from '../define/definition.js';
export type { Hardship } from '../define/hardships.js';
export type { Misuse } from '../determinism/misuse.js';
export type { ClientFunction, ClientSurroundings } from '../node/resident/client-function.js';
export type { NodeView, OutputLine } from '../node/resident/node-view.js';
export { type Failure, writeFailure } from '../replay/failure-file.js';
export { inOwnTurn } from '../run/own-turn.js';
export type { FoundViolation, RunResult, Verdict } from '../run/result.js';
export type { Scenario } from '../scenario/scenario.js';
export { ScenarioError } from '../scenario/scenario-error.js';
export type { Draw, System } from '../scenario/system.js';
export { ScriptedCluster, type ScriptedParts } from '../script/scripted-cluster.js';
export type { DiskRequest, ScriptedDisk, SectorFate } from '../script/scripted-disk.js';
export type { Packet } from '../script/scripted-surroundings.js';
export type { Explanation } from '../shrink/explain.js';
export { type Checked, type CheckOptions, check } from './check.js';
export { type Campaign, type FuzzOptions, fuzz } from './fuzz.js';
export { type Replay, replay } from './replay.js';
export { type ShrinkOptions, type Shrunk, shrink } from './shrink.js';
export { type Run, type SimulateOptions, simulate } from './simulate.js';

// sim/api/replay.d.ts
import { type Failure } from '../replay/failure-file.js';
import type { System } from '../scenario/system.js';
import { type Run } from './simulate.js';
export interface Replay extends Run {
    readonly same: boolean;
}
export declare function replay(system: System, failure: Failure | string): Replay;

// sim/api/scenario-of.d.ts
import type { Edits } from '../chance/site.js';
import type { Rule } from '../faults/rules/rule.js';
import type { Scenario } from '../scenario/scenario.js';
import type { System } from '../scenario/system.js';
export interface ScenarioOptions {
    readonly scenario?: Scenario;
    readonly replicas?: number;
    readonly clients?: number;
    readonly operations?: number;
    readonly stepsMax?: number;
    readonly calm?: boolean;
    readonly rules?: readonly (RuleText | Rule)[];
    readonly set?: Readonly<Record<string, unknown>>;
    readonly edits?: Edits;
}
export interface RuleText {
    readonly when: string;
    readonly then: string;
}
export declare const hasRules: ({ rules, set }: ScenarioOptions) => boolean;
export declare function scenarioOf(system: System, seed: string, options: ScenarioOptions): Scenario;

// sim/api/shrink.d.ts
import type { Edits } from '../chance/site.js';
import type { EventLine } from '../events/event-line.js';
import type { Failure } from '../replay/failure-file.js';
import type { Scenario } from '../scenario/scenario.js';
import type { System } from '../scenario/system.js';
import { type Explanation } from '../shrink/explain.js';
import { type Shrunk as Found } from '../shrink/shrink.js';
export interface ShrinkOptions {
    readonly minutes?: number;
    readonly runsMax?: number;
}
export interface Shrunk extends Pick<Found, 'before' | 'after' | 'runs' | 'exhausted' | 'tried'> {
    readonly scenario: Scenario;
    readonly edits: Edits;
    readonly failure: Failure;
    readonly why: Explanation;
    readonly story: readonly EventLine[];
    readonly faults: readonly string[];
    readonly text: string;
}
export declare function shrink(system: System, failing: {
    readonly scenario: Scenario;
    readonly edits?: Edits;
}, { minutes, runsMax }?: ShrinkOptions): Promise<Shrunk>;

// sim/api/simulate.d.ts
import type { Edits } from '../chance/site.js';
import type { Misuse } from '../determinism/misuse.js';
import type { RunResult } from '../run/result.js';
import type { Scenario } from '../scenario/scenario.js';
import type { System } from '../scenario/system.js';
import { type NoEffect } from '../text/no-effect.js';
import { type ScenarioOptions } from './scenario-of.js';
export interface SimulateOptions extends ScenarioOptions {
    readonly seed: string | number;
    readonly checkDeterminism?: boolean;
    readonly again?: string;
    readonly next?: string;
}
export interface Run extends RunResult {
    readonly scenario: Scenario;
    readonly edits: Edits;
    readonly passed: boolean;
    readonly noEffect: readonly string[];
    readonly failure?: string;
    readonly misuse?: Misuse;
}
export declare function simulate(system: System, options: SimulateOptions): Run;
interface Simulated {
    readonly run: Run;
    readonly noEffect: readonly NoEffect[];
}
export declare const simulateSeed: (system: System, options: SimulateOptions) => Simulated;
export {};

// sim/chance/counters.d.ts
export interface Counter {
    n: number;
}
export declare class Counters {
    private readonly byName;
    of(name: string): Counter;
    get counts(): Readonly<Record<string, number>>;
    copyFrom(other: Counters): void;
}

// sim/chance/decisions.d.ts
import { type DelayShape } from './shapes.js';
import { type Edits, type EntityKind, type Meaning, type Site } from './site.js';
import { type Turn } from './turns.js';
type ParsedEdits = ReadonlyMap<string, ReadonlyMap<number, number>>;
export interface DecisionRecorder {
    decided(site: Site, entity: number, index: number, value: number): void;
}
export interface DecisionGuide {
    value(site: Site, entity: number, index: number, drawn: number): number;
}
export declare class Decisions {
    recorder: DecisionRecorder | null;
    guide: DecisionGuide | null;
    private readonly seed;
    private readonly edits;
    readonly turns: readonly Turn[];
    private readonly sites;
    private readonly met;
    private turned;
    constructor(seed: string, edits?: Edits | ParsedEdits, turns?: readonly Turn[]);
    site(name: string, entityKind: EntityKind, meaning: Meaning): Site;
    mayForce(site: Site): boolean;
    chance(site: Site, entity: number, index: number, ppm: number): boolean;
    happens(site: Site, entity: number, index: number): boolean;
    choose(site: Site, entity: number, index: number, bound: number): number;
    chooseFrom(site: Site, entity: number, index: number, base: number, bound: number): number;
    signed(site: Site, entity: number, index: number, max: number): number;
    delay(site: Site, entity: number, index: number, shape: DelayShape, meanUs: number): number;
    interval(site: Site, entity: number, index: number, meanUs: number): number;
    classOf(site: Site, entity: number, index: number, sharesPpm: readonly number[]): number;
    get nextTurnUs(): number;
    turn(nowUs: number): void;
    unmet(names: readonly string[]): readonly string[];
    get known(): readonly Site[];
    state(): object;
    fork(): Decisions;
    private get salt();
    private settle;
    private edited;
}
export {};

// sim/chance/shapes.d.ts
export declare const DELAY_SHAPES: readonly ['fixed', 'uniform', 'exponential', 'long-tail'];
export type DelayShape = (typeof DELAY_SHAPES)[number];
export declare function shapedDelay(shape: DelayShape, meanUs: number, bits: number): number;

// sim/chance/site.d.ts
import { type StreamKey } from './streams.js';
export type EntityKind = 'link' | 'process' | 'run';
export type Meaning = 'fault' | 'detail' | 'operation' | 'pace';
export declare const LINK_STRIDE = 256;
export type Edits = Readonly<Record<string, number>>;
export interface Site {
    readonly name: string;
    readonly entityKind: EntityKind;
    readonly meaning: Meaning;
    key: StreamKey;
    readonly edits: ReadonlyMap<number, number> | null;
}
export declare const keyOf: (seed: string, name: string, salt: string) => StreamKey;
export declare const positionOf: (entity: number, index: number) => number;
export declare function decisionName(site: Site, entity: number, index: number): string;
export interface NamedDecision {
    readonly site: string;
    readonly entityKind: EntityKind;
    readonly position: number;
}
export declare function parseName(name: string): NamedDecision;

// sim/chance/streams.d.ts
export interface StreamKey {
    readonly k0: number;
    readonly k1: number;
}
export declare function streamKey(seed: string, name: string): StreamKey;
export declare function bitsAt(key: StreamKey, entity: number, index: number): number;
export declare const scale: (bits: number, bound: number) => number;
export declare class Sequence {
    private readonly key;
    private index;
    constructor(seed: string, name: string);
    below(bound: number): number;
    between(min: number, max: number): number;
    percent(percent: number): boolean;
    pick<T>(items: readonly T[]): T;
    logBetween(min: number, max: number): number;
}

// sim/chance/turns.d.ts
export interface Turn {
    readonly atUs: number;
    readonly salt: string;
}
export declare function checkTurns(turns: readonly Turn[]): void;

// sim/check/handlers/disk-image.d.ts
export interface FileImage {
    lengthBytes: number;
    sectors: number[];
    durableBytes: number;
    durable: number[];
}
export type DiskRequest = {
    readonly op: 'read';
    readonly file: string;
    readonly token: number;
    readonly offset: number;
    readonly lengthBytes: number;
} | {
    readonly op: 'write';
    readonly file: string;
    readonly token: number;
    readonly offset: number;
    readonly bytes: Uint8Array;
} | {
    readonly op: 'sync';
    readonly file: string;
    readonly token: number;
    readonly lengthBytes: number;
    covers: (readonly [sector: number, content: number])[];
};
export interface DiskImage {
    readonly files: Record<string, FileImage>;
    requests: DiskRequest[];
}

// sim/check/handlers/events.d.ts
import type { ProcessId } from '../../../src/process/ids.js';
import type { Outcome } from '../../../src/process/process.js';
export type StepEvent = {
    readonly type: 'message';
    readonly from: ProcessId;
    readonly message: unknown;
} | {
    readonly type: 'timer';
    readonly timer: number;
}
 | {
    readonly type: 'disk';
    readonly request: number;
}
 | {
    readonly type: 'call';
}
 | {
    readonly type: 'crash';
};
export type HistoryEvent = {
    readonly type: 'call';
    readonly client: number;
    readonly index: number;
    readonly operation: unknown;
} | {
    readonly type: 'return';
    readonly client: number;
    readonly index: number;
    readonly outcome: Outcome<unknown>;
};
export interface Sent {
    readonly to: ProcessId;
    readonly message: unknown;
}
export interface Failure {
    readonly title: string;
    readonly message: string;
}

// sim/check/handlers/local.d.ts
import type { DiskImage } from './disk-image.js';
export interface Local {
    readonly state: object;
    readonly timers: readonly number[];
    readonly disk: DiskImage | null;
    readonly crashes: number;
    readonly draws: number;
    readonly called: number;
    readonly open: boolean;
}

// sim/check/handlers/step-outcome.d.ts
import type { Observation } from '../../../src/process/process.js';
import type { Failure, HistoryEvent, Sent } from './events.js';
import type { Local } from './local.js';
export interface SectorName {
    readonly file: string;
    readonly sector: number;
}
export interface Particulars {
    readonly draws: readonly number[];
    readonly requests: number;
    readonly requestsLost: number;
    readonly pointAt?: number;
    readonly sectorsLost?: readonly SectorName[];
}
export interface StepOutcome {
    readonly local: Local;
    readonly sent: readonly Sent[];
    readonly history: readonly HistoryEvent[];
    readonly observations: readonly Observation[];
    readonly probes: readonly string[];
    readonly crashed: boolean;
    readonly point?: string;
    readonly failure?: Failure;
    readonly particulars: Particulars;
}

// sim/check/model/check-system.d.ts
import type { SequentialModel } from '../../../invariants/linearizability/model.js';
import type { ProcessId } from '../../../src/process/ids.js';
import type { ClientProcess, Process } from '../../../src/process/process.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { System } from '../../scenario/system.js';
import type { Property } from './property.js';
import type { Snapshot } from './snapshot.js';
export type AnyReplica = Process<object, unknown>;
export type AnyClient = ClientProcess<object, unknown, unknown, unknown>;
export type AnyModel = SequentialModel<unknown, unknown, unknown>;
export interface CheckSystem {
    readonly name: string;
    readonly summary: string;
    readonly replicas: readonly AnyReplica[];
    readonly clients: readonly AnyClient[];
    readonly operations: readonly (readonly unknown[])[];
    readonly model?: AnyModel;
    isJudged?(operation: unknown): boolean;
    readonly properties: readonly Property[];
    readonly timers?: {
        readonly replicas?: TimerNames;
        readonly clients?: TimerNames;
    };
    readonly formatted?: ReadonlyMap<string, Uint8Array>;
    timeless?(state: object): void;
    readonly unordered?: boolean;
    readonly symmetry?: Symmetry;
    readonly isPlainModel?: boolean;
    readonly warmUp?: number;
    readonly snapshot?: Snapshot;
    readonly origin?: Origin;
    describeMessage(message: unknown): string;
    describeState(state: object): string;
    describeOperation(operation: unknown): string;
    describeResult(result: unknown): string;
}
export interface Origin {
    readonly system: System;
    readonly scenario: Scenario;
    pace?(durationUs: (timer: string) => number): Scenario['settings'];
}
export type TimerNames = Readonly<Record<number, string>>;
export interface Symmetry {
    readonly alike: readonly ProcessId[];
    renameState(state: object, to: readonly ProcessId[]): object;
    renameMessage(message: unknown, to: readonly ProcessId[]): unknown;
}

// sim/check/model/configuration.d.ts
export declare const NETWORKS: readonly ['bag', 'merge', 'set', 'links'];
export type NetworkKind = (typeof NETWORKS)[number];
export type Budget = number | 'any';
export type TimerBudget = Budget | 'idle';
export interface Configuration {
    readonly network: NetworkKind;
    readonly lose: Budget;
    readonly duplicate: Budget;
    readonly crash: Budget;
    readonly timers: Readonly<Record<string, TimerBudget>>;
    readonly disk: 'instant' | 'steps';
    readonly tear: boolean;
    readonly points: boolean;
    readonly calls: 'step' | 'at-once';
    readonly random: 'calm' | 'every';
    readonly identity: 'ours' | 'stateright';
    readonly reductions: Reductions;
}
export declare const hasIdleTimers: ({ timers }: Configuration) => boolean;
export interface Reductions {
    readonly deadMessages: boolean;
    readonly symmetry: boolean;
}
export declare const NO_REDUCTIONS: Reductions;
export declare const CALM: Configuration;

// sim/check/model/property.d.ts
import { type ProcessId } from '../../../src/process/ids.js';
import type { StepEvent } from '../handlers/events.js';
export interface Envelope {
    readonly from: ProcessId;
    readonly to: ProcessId;
    readonly message: unknown;
}
export interface View {
    readonly replicas: number;
    readonly processes: number;
    process(process: ProcessId): object;
    finished(client: ProcessId): number;
    readonly inFlight: readonly Envelope[];
    readonly history: string;
}
export type Reads = 
{
    readonly of: 'process';
    holds(state: object, process: ProcessId): boolean;
}
 | {
    readonly of: 'pair';
    holds(a: object, b: object, ofA: ProcessId, ofB: ProcessId): boolean;
}
 | {
    readonly of: 'message';
    holds(envelope: Envelope): boolean;
}
 | {
    readonly of: 'processes';
    holds(states: readonly object[]): boolean;
}
 | {
    readonly of: 'whole';
    holds(view: View): boolean;
};
export type Property = {
    readonly kind: 'always' | 'sometimes';
    readonly name: string;
    readonly reads: Reads;
} | {
    readonly kind: 'never';
    readonly name: string;
    step(before: object, event: StepEvent, after: object): boolean;
} | {
    readonly kind: 'end';
    readonly name: string;
    holds(view: View): boolean;
} | {
    readonly kind: 'eventually';
    readonly name: string;
    holds(view: View): boolean;
} | {
    readonly kind: 'leads-to';
    readonly name: string;
    from(view: View): boolean;
    holds(view: View): boolean;
};
export declare const always: {
    each: <S extends object>(name: string, holds: (state: S, process: ProcessId) => boolean, among?: (process: ProcessId) => boolean) => Property;
    pair: <S extends object>(name: string, holds: (a: S, b: S, ofA: ProcessId, ofB: ProcessId) => boolean, among?: (process: ProcessId) => boolean) => Property;
    processes: (name: string, holds: (states: readonly object[]) => boolean) => Property;
    whole: (name: string, holds: (view: View) => boolean) => Property;
};
export declare const sometimes: {
    each: <S extends object>(name: string, holds: (state: S, process: ProcessId) => boolean, among?: (process: ProcessId) => boolean) => Property;
    message: <M>(name: string, holds: (message: M) => boolean) => Property;
    whole: (name: string, holds: (view: View) => boolean) => Property;
};
export declare const everyOperationEnds: (operations: readonly (readonly unknown[])[]) => Property;

// sim/check/model/snapshot.d.ts
import type { HistoryEvent } from '../handlers/events.js';
import type { Local } from '../handlers/local.js';
import type { Envelope } from './property.js';
export interface Snapshot {
    readonly locals: readonly Local[];
    readonly down: readonly boolean[];
    readonly messages: readonly Envelope[];
    readonly history: readonly HistoryEvent[];
}

// sim/check/model/template.d.ts
import type { CheckSystem } from './check-system.js';
import type { Configuration } from './configuration.js';
export interface Size {
    readonly replicas: number;
    readonly clients: number;
    readonly operations: number;
    readonly warmUp?: number;
}
export interface CheckTemplate {
    readonly name: string;
    readonly summary: string;
    readonly size: Size;
    readonly configuration: Configuration;
    build(size: Size): CheckSystem;
}

// sim/check/result/path.d.ts
import type { Observation } from '../../../src/process/process.js';
import type { Failure, HistoryEvent, StepEvent } from '../handlers/events.js';
import type { Local } from '../handlers/local.js';
import type { Particulars } from '../handlers/step-outcome.js';
import type { Envelope } from '../model/property.js';
export interface PathStep {
    readonly action: number;
    readonly kind: 'deliver' | 'ignored' | 'lose' | 'duplicate' | 'timer' | 'disk' | 'call' | 'crash';
    readonly process: number;
    readonly envelope?: Envelope;
    readonly event?: StepEvent;
    readonly timer?: string;
    readonly sent: readonly Envelope[];
    readonly history: readonly HistoryEvent[];
    readonly observations: readonly Observation[];
    readonly probes: readonly string[];
    readonly point?: string;
    readonly failure?: Failure;
    readonly particulars?: Particulars;
    readonly before?: Local;
    readonly after?: Local;
}
export interface PathStart {
    readonly sent: readonly Envelope[];
    readonly particulars: Particulars;
}
export interface Path {
    readonly initial: number;
    readonly history: readonly HistoryEvent[];
    readonly starts: readonly PathStart[];
    readonly steps: readonly PathStep[];
    readonly warmUp: number;
}

// sim/check/result/result.d.ts
import type { Configuration } from '../model/configuration.js';
import type { Property } from '../model/property.js';
import type { Path } from './path.js';
export type Verdict = 'holds' | 'violation' | 'vacuous' | 'budget' | 'interrupted';
export interface PropertyResult {
    readonly name: string;
    readonly kind: Property['kind'];
    readonly verdict: 'holds' | 'violated' | 'found' | 'not found' | 'unknown';
    readonly path?: Path;
    readonly loopFrom?: number;
}
export interface Coverage {
    readonly actions: Readonly<Record<string, number>>;
    readonly never: readonly string[];
    readonly ended: number;
    readonly probes: readonly string[];
}
export interface CheckResult {
    readonly system: string;
    readonly verdict: Verdict;
    readonly generated: number;
    readonly unique: number;
    readonly depth: number;
    readonly ends: number;
    readonly rounds: number;
    readonly thinned: boolean;
    readonly handlersRun: number;
    readonly collisionChance: number;
    readonly properties: readonly PropertyResult[];
    readonly coverage: Coverage;
    readonly configuration: Configuration;
    readonly leftOut: readonly string[];
}

// sim/check/systems/hints.d.ts
import type { AnyModel, CheckSystem, TimerNames } from '../model/check-system.js';
import type { Configuration } from '../model/configuration.js';
import type { Property } from '../model/property.js';
import type { Size } from '../model/template.js';
export interface WorkloadSetup {
    readonly replicas: number;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly warmUp: number;
}
export interface CheckHints {
    readonly size?: Partial<Size>;
    readonly configuration?: Partial<Configuration>;
    readonly settings?: Readonly<Record<string, number | string | boolean>>;
    workload?(client: number, count: number, setup: WorkloadSetup): readonly unknown[];
    readonly model?: AnyModel;
    readonly properties?: readonly Property[];
    readonly timers?: {
        readonly replicas?: TimerNames;
        readonly clients?: TimerNames;
    };
    pace?(durationUs: (timer: string) => number): Readonly<Record<string, number>>;
    readonly timeless?: CheckSystem['timeless'];
    readonly unordered?: boolean;
}

// sim/clock/clocks.d.ts
import type { EnvironmentPort } from '../kernel/ports.js';
export interface ClocksState {
    driftPpm: Int32Array;
    wallOffsetUs: Float64Array;
}
export declare class Clocks {
    private readonly port;
    private readonly clocks;
    constructor(port: EnvironmentPort, state?: ClocksState);
    local(process: number): number;
    wall(process: number): number;
    virtualDelay(process: number, delayUs: number): number;
    setDrift(process: number, driftPpm: number): void;
    jump(process: number, byUs: number): void;
    state(): ClocksState;
}

// sim/cluster/define-cluster.d.ts
import type { System } from '../scenario/system.js';
import type { ClusterDefinition } from './definition.js';
export declare function defineCluster<O, Expected, Result extends Expected>(definition: ClusterDefinition<O, Expected, Result>): System;

// sim/cluster/definition.d.ts
import type { SequentialModel } from '../../invariants/linearizability/model.js';
import type { Sequence } from '../chance/streams.js';
import type { Hardship } from '../define/hardships.js';
import type { ClientFunction } from '../node/resident/client-function.js';
import type { NodeView } from '../node/resident/node-view.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Draw } from '../scenario/system.js';
export interface NodePlace {
    readonly name: string;
    readonly index: number;
    readonly nodes: readonly string[];
}
export interface ProgramNodes {
    readonly entry: URL | string;
    readonly earlier?: URL | string;
    readonly name?: string;
    readonly count?: number | readonly number[];
    readonly args?: readonly string[] | ((place: NodePlace) => readonly string[]);
    readonly env?: Readonly<Record<string, string>> | ((place: NodePlace) => Readonly<Record<string, string>>);
    readonly cwd?: string;
    readonly root?: string;
    readonly disk?: string;
    readonly files?: Readonly<Record<string, string | Uint8Array>>;
}
export interface ClusterInvariant {
    readonly name: string;
    readonly statement: string;
    broken(nodes: readonly NodeView[]): string | readonly string[] | undefined;
}
export type DiskOrdering = 'ordered' | 'data-ordered' | 'metadata-journaled' | 'posix';
export interface ClusterDefinition<O, Expected, Result extends Expected> {
    readonly name: string;
    readonly summary?: string;
    readonly nodes: ProgramNodes | readonly ProgramNodes[];
    readonly client: ClientFunction<O, Result> | URL | string;
    readonly clientEnv?: Readonly<Record<string, string>>;
    operation(draw: Draw<O>, client: number, index: number): O;
    readonly model?: SequentialModel<unknown, NoInfer<O>, Expected>;
    promisesLess?(operation: O): boolean;
    readonly invariants?: readonly ClusterInvariant[];
    unsettled?(nodes: readonly NodeView[]): string | readonly string[] | undefined;
    readonly without?: readonly Hardship[];
    quorum?(nodes: number): number;
    readonly clientsMax?: number;
    readonly operationsMax?: number;
    narrow?(scenario: Scenario, sequence: Sequence): Scenario;
    readonly timeoutMs?: number;
    readonly disk?: DiskOrdering;
    readonly powerLossPpm?: number;
    describeOperation?(operation: O): string;
    describeResult?(result: Result): string;
}

// sim/define/define-system.d.ts
import type { System } from '../scenario/system.js';
import type { Settings, SystemDefinition } from './definition.js';
export declare function defineSystem<R extends object, C extends object, M, O, const Drawn extends O, Expected, Result extends Expected, S extends Settings = Record<string, never>>(definition: SystemDefinition<R, C, M, O, Drawn, Expected, Result, S>): System;

// sim/define/definition.d.ts
import type { SequentialModel } from '../../invariants/linearizability/model.js';
import type { Invariant, Observer, Tank } from '../../invariants/observer.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { ClientProcess, Observation, Process } from '../../src/process/process.js';
import type { Sender } from '../../src/process/sender.js';
import type { Sequence } from '../chance/streams.js';
import type { Scenario } from '../scenario/scenario.js';
import type { About, Draw } from '../scenario/system.js';
import type { Hardship } from './hardships.js';
export type Settings = Readonly<Record<string, number | string | boolean>>;
export interface Setup<S> {
    readonly replicas: number;
    readonly clients: number;
    readonly operations: number;
    readonly settings: S;
    readonly scenario: Scenario;
}
export type For<S, Value> = Value | ((setup: Setup<S>) => Value);
export type InvariantOver<R, C, M> = Invariant<object, R, C, M>;
export interface PropertyName {
    readonly id: string;
    readonly name: string;
}
export interface SystemDefinition<R extends object, C extends object, M, O, Drawn extends O, Expected, Result extends Expected, S extends Settings = Settings> {
    readonly name: string;
    readonly summary?: string;
    readonly replica: For<S, Process<R, M>>;
    readonly client: For<S, ClientProcess<C, NoInfer<M>, O, Result>>;
    readonly earlier?: {
        readonly replica: For<S, Process<NoInfer<R>, NoInfer<M>>>;
        readonly client?: For<S, ClientProcess<NoInfer<C>, NoInfer<M>, NoInfer<O>, NoInfer<Result>>>;
    };
    operation(draw: Draw<O>, client: number, index: number, setup: Setup<S>): Drawn;
    readonly model?: For<S, SequentialModel<unknown, NoInfer<O>, Expected>>;
    promisesLess?(operation: O): boolean;
    readonly invariants?: For<S, readonly InvariantOver<NoInfer<R>, NoInfer<C>, NoInfer<M>>[]>;
    readonly observers?: readonly Observer<object, NoInfer<R>, NoInfer<C>, NoInfer<M>>[];
    readonly points?: readonly string[];
    readonly probes?: readonly string[];
    readonly replicas?: number | readonly number[];
    readonly clientsMax?: number;
    readonly operationsMax?: number;
    readonly without?: readonly Hardship[];
    quorum?(replicas: number): number;
    readonly settings?: {
        draw(sequence: Sequence, scenario: Scenario): S;
        parse?(scenario: Scenario): S;
        served?(scenario: Scenario): S;
    };
    accepts?(message: unknown, sender: Sender, setup: Setup<S>): boolean;
    readonly formats?: {
        readonly wire: number;
        readonly disk: number;
    };
    readonly freeze?: boolean;
    narrow?(scenario: Scenario, settings: S, sequence: Sequence): Scenario;
    readonly formatted?: For<S, ReadonlyMap<string, Uint8Array>>;
    hasRecovered?(tank: Tank<R, C>, replica: ProcessId): boolean;
    groups?(tank: Tank<R, C>, setup: Setup<S>): readonly (readonly ProcessId[])[];
    losable?(setup: Setup<S>): number;
    diverged?(tank: Tank<R, C>, among: readonly ProcessId[]): string | readonly string[] | undefined;
    excuse?(tank: Tank<R, C>, core: readonly ProcessId[]): string | undefined;
    abstraction?(tank: Tank<R, C>): number;
    label?(state: R): string;
    describeMessage?(message: M): string;
    describeState?(state: R): string;
    describeObservation?(observation: Observation): string | undefined;
    describeOperation?(operation: O): string;
    describeResult?(result: Result): string;
    about?(thing: M | Observation): About | undefined;
    readonly names?: {
        readonly linearizability?: PropertyName;
        readonly progress?: PropertyName;
    };
}

// sim/define/hardships.d.ts
import type { Rule } from '../faults/rules/rule.js';
import type { Scenario } from '../scenario/scenario.js';
export type Hardship = 
'crashes' | 'client-crashes'
 | 'loss' | 'duplicates' | 'reordering'
 | 'misrouting' | 'partitions' | 'pauses'
 | 'clocks'
 | 'disk-errors'
 | 'disk-damage';
export declare const HARDSHIPS: readonly Hardship[];
export declare const spared: (scenario: Scenario, hardships: readonly Hardship[]) => Scenario;
export declare function withoutRules(scenario: Scenario, goes: (rule: Rule) => boolean): Scenario;

// sim/determinism/misuse.d.ts
export interface Misuse {
    readonly title: string;
    readonly step: number;
    readonly timeUs: number;
    readonly process: string;
    readonly event: string;
    readonly what: string;
    readonly place: string | null;
    readonly advice: readonly string[];
}

// sim/disk/atlas.d.ts
import type { ProcessId } from '../../src/process/ids.js';
import type { EnvironmentPort } from '../kernel/ports.js';
import type { DisksState } from './disk-state.js';
export interface Losses {
    hasRecovered(replica: ProcessId): boolean;
    readonly losable?: number | undefined;
}
export declare const FOR_GOOD: Losses;
export declare class Atlas {
    private readonly port;
    private readonly losses;
    private readonly beyond;
    private readonly losable;
    private readonly state;
    constructor(port: EnvironmentPort, losses: Losses, beyond: boolean, state: DisksState);
    allows(process: ProcessId, file: string | null): boolean;
    note(process: ProcessId, file: string | null): void;
    isHurt(process: ProcessId): boolean;
}

// sim/disk/disk-file.d.ts
import type { MachineFile } from './machine-disk.js';
export interface PendingWrite {
    readonly request: number;
    readonly offset: number;
    bytes: Uint8Array;
    landing: number;
    completed: boolean;
    coveredBy: number;
}
export declare const STRIDE = 7;
export declare const NOWHERE = -1;
export interface Image {
    bytes: Uint8Array;
    sizeBytes: number;
}
export interface SimulatedFile {
    readonly name: string;
    readonly intended: Image;
    real: Image | null;
    writes: PendingWrite[];
}
export declare function newFile(name: string): SimulatedFile;
export declare function store(file: SimulatedFile, write: PendingWrite, at: number, survivors: Uint8Array): void;
export declare function reality(file: SimulatedFile): Image;
export declare const storedFile: (file: SimulatedFile) => MachineFile;
export declare function contents(file: SimulatedFile, offset: number, lengthBytes: number): Uint8Array;
export declare function endOf(file: SimulatedFile): number;
export declare function afterCrash(file: SimulatedFile, draw: number): Uint8Array;
export declare function copyOfFile({ name, intended, real, writes }: SimulatedFile): SimulatedFile;
export declare function own(image: Image): void;

// sim/disk/disk-state.d.ts
import type { ProcessId } from '../../src/process/ids.js';
import { type SimulatedFile } from './disk-file.js';
export interface DiskState {
    files: SimulatedFile[];
    requests: number;
    torn: number;
    fullUntilUs: number;
    doomed: boolean;
}
export interface DisksState {
    calm: boolean;
    disks: DiskState[];
    hurtIn: Int32Array;
    zones: (string | null)[];
}
export declare const newDisksState: (processes: number, replicas: number) => DisksState;
export declare const copyOfDisks: ({ calm, disks, hurtIn, zones }: DisksState) => DisksState;
export declare const diskOf: ({ disks }: DisksState, process: ProcessId) => DiskState;
export declare function fileOf({ files }: DiskState, name: string): SimulatedFile;

// sim/disk/disks.d.ts
import { type Disk, type DiskCompletion, type DiskError } from '../../src/process/disk.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Decisions } from '../chance/decisions.js';
import type { EnvironmentPort } from '../kernel/ports.js';
import { Atlas, type Losses } from './atlas.js';
import { type SimulatedFile } from './disk-file.js';
import { type DisksState } from './disk-state.js';
import type { MachineDisk, MachineFile, MachineWrite } from './machine-disk.js';
import type { DiskOptions } from './options.js';
import type { RequestFault } from './request-fault.js';
export interface DisksParts {
    readonly port: EnvironmentPort;
    readonly decisions: Decisions;
    readonly options: DiskOptions;
    readonly losses: Losses;
    readonly beyond: boolean;
    readonly effect: (process: ProcessId) => void;
}
export declare class Disks {
    faults: readonly RequestFault[];
    readonly atlas: Atlas;
    private readonly parts;
    private readonly latency;
    private readonly ports;
    private readonly kept;
    private readonly machines;
    constructor(parts: DisksParts, state?: DisksState);
    port(process: ProcessId): Disk;
    read(process: ProcessId, file: string, offset: number, lengthBytes: number, token: number): void;
    write(process: ProcessId, file: string, offset: number, bytes: Uint8Array, token: number): void;
    sync(process: ProcessId, file: string, token: number): void;
    done(process: ProcessId, request: number, payload: unknown): DiskCompletion;
    format(process: ProcessId, file: string, bytes: Uint8Array): void;
    crashed(process: ProcessId): void;
    durable(process: ProcessId, file: string): Uint8Array;
    afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
    callUs(process: ProcessId): number;
    callFails(process: ProcessId, op: 'read' | 'sync'): boolean;
    callWrites(process: ProcessId, { path, offset, sizeBytes, fileBytes }: MachineWrite): DiskError | number;
    callRoom(process: ProcessId, { offset, sizeBytes, fileBytes }: MachineWrite): number;
    attach(process: ProcessId, disk: MachineDisk): void;
    keptBytes(process: ProcessId, lengthBytes: number): number;
    files(process: ProcessId): readonly SimulatedFile[];
    corruptible(process: ProcessId): readonly MachineFile[];
    hurt(process: ProcessId, file: string | null): void;
    wipe(process: ProcessId): void;
    loseAtCrash(process: ProcessId): void;
    fill(process: ProcessId, untilUs: number): void;
    isFull(process: ProcessId): boolean;
    becalm(): void;
    state(): DisksState;
    private issue;
    private delayUs;
    private fails;
    private carryOut;
    private errorOf;
    private makeDurable;
    private survivors;
    private file;
}

// sim/disk/machine-disk.d.ts
export interface MachineFile {
    readonly name: string;
    readonly sizeBytes: number;
    corrupt(at: number, end: number, mask: number): Uint8Array;
}
export interface MachineDisk {
    files(): readonly MachineFile[];
    wipe(): void;
}
export interface MachineWrite {
    readonly path: string;
    readonly offset: number;
    readonly sizeBytes: number;
    readonly fileBytes: number;
}

// sim/disk/options.d.ts
import * as z from 'zod';
export declare const diskSchema: z.ZodObject<{
    latencyMinUs: z.ZodNumber;
    latencyMeanUs: z.ZodNumber;
}, z.core.$strict>;
export type DiskOptions = z.infer<typeof diskSchema>;

// sim/disk/request-fault.d.ts
import type { DiskCompletion, DiskError } from '../../src/process/disk.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { PendingWrite, SimulatedFile } from './disk-file.js';
export interface RequestFault {
    issued?(process: ProcessId, op: DiskCompletion['op'], file: string): void;
    delay?(process: ProcessId, request: number, delayUs: number): number;
    read?(process: ProcessId, request: number): boolean;
    write?(process: ProcessId, write: PendingWrite, file: SimulatedFile): DiskError | null;
    sync?(process: ProcessId, request: number): boolean;
    drops?(process: ProcessId, write: PendingWrite): boolean;
    survivors?(process: ProcessId, index: number, lengthBytes: number): number;
}

// sim/events/event-line.d.ts
import type { AnyObserver } from '../kernel/subscriptions.js';
import type { System } from '../scenario/system.js';
import { type EventKind } from './event.js';
import { type Interest } from './listener.js';
export interface EventLine {
    readonly step: number;
    readonly timeUs: number;
    readonly kind: EventKind;
    readonly process: number | null;
    readonly text: string;
}
export declare const EVENT_LEVELS: Readonly<Record<EventKind, 'warn' | 'info' | 'debug' | 'trace'>>;
export declare const ALL_KINDS: ReadonlySet<EventKind>;
export declare const lineListener: (system: System, interest: Interest, tell: (line: EventLine) => void) => AnyObserver;

// sim/events/event.d.ts
import type { DropReason, FaultEvent } from '../../invariants/observer.js';
import type { DiskCompletion } from '../../src/process/disk.js';
import type { Observation, Outcome } from '../../src/process/process.js';
export interface Place {
    readonly step: number;
    readonly timeUs: number;
    readonly cause: number;
}
interface OfMessage {
    readonly process: number;
    readonly from: number;
    readonly to: number;
    readonly message: unknown;
    readonly id: number;
}
export type Happening = {
    readonly kind: 'start';
    readonly process: number;
    readonly incarnation: number;
} | {
    readonly kind: 'crash';
    readonly process: number;
    readonly how?: string;
} | ({
    readonly kind: 'send';
} & OfMessage) | ({
    readonly kind: 'message';
} & OfMessage) | ({
    readonly kind: 'drop';
    readonly reason: DropReason;
} & OfMessage) | {
    readonly kind: 'timer';
    readonly process: number;
    readonly timer: number;
} | {
    readonly kind: 'disk';
    readonly process: number;
    readonly completion: DiskCompletion;
} | {
    readonly kind: 'durable';
    readonly process: number;
    readonly file: string;
} | {
    readonly kind: 'damage';
    readonly process: number;
    readonly wiped: boolean;
} | {
    readonly kind: 'call';
    readonly process: number;
    readonly id: number;
    readonly operation: unknown;
} | {
    readonly kind: 'return';
    readonly process: number;
    readonly id: number;
    readonly outcome: Outcome<unknown>;
} | {
    readonly kind: 'observe';
    readonly process: number;
    readonly observation: Observation;
} | {
    readonly kind: 'fault';
    readonly process: number | null;
    readonly event: FaultEvent;
} | {
    readonly kind: 'due';
    readonly process: null;
    readonly fault: string;
} | {
    readonly kind: 'heal';
    readonly process: null;
    readonly core: readonly number[];
} | {
    readonly kind: 'end';
    readonly process: null;
};
export type TankEvent = Place & Happening;
export type EventKind = Happening['kind'];
export declare const EVENT_KINDS: readonly ["start", "crash", "send", "message", "drop", "timer", "disk", "durable", "damage", "call", "return", "observe", "fault", "due", "heal", "end"];
export {};

// sim/events/listener.d.ts
import type { Tank } from '../../invariants/observer.js';
import type { AnyObserver } from '../kernel/subscriptions.js';
import type { EventKind, TankEvent } from './event.js';
export interface Interest {
    readonly kinds: ReadonlySet<EventKind>;
    readonly from?: number;
    readonly until?: number;
    readonly processes?: ReadonlySet<number>;
}
export declare function listener(interest: Interest, tell: (event: TankEvent, tank: Tank) => void): AnyObserver;

// sim/faults/aim.d.ts
import * as z from 'zod';
declare const aimSchema: z.ZodObject<{
    point: z.ZodString;
    hit: z.ZodNumber;
    fault: z.ZodEnum<{
        crash: "crash";
        isolate: "isolate";
        pause: "pause";
        wipe: "wipe";
    }>;
    durationUs: z.ZodNumber;
}, z.core.$strict>;
export type Aim = z.infer<typeof aimSchema>;
export interface State {
    hits: number[];
    cuts: Map<number, number[]>;
    count: number;
}
export declare const aim: import("./fault-class.js").FaultClass<"aim", {
    aims: {
        point: string;
        hit: number;
        fault: "crash" | "isolate" | "pause" | "wipe";
        durationUs: number;
    }[];
}, State>;
export {};

// sim/faults/fault-class.d.ts
import type { z } from 'zod';
import type { FaultEvent } from '../../invariants/observer.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { EntityKind, Meaning } from '../chance/site.js';
import type { Sequence } from '../chance/streams.js';
import type { RequestFault } from '../disk/request-fault.js';
import type { Happening } from '../kernel/ports.js';
import type { MessageFault } from '../network/message-fault.js';
import type { FaultPort } from './fault-port.js';
import type { Vocabulary } from './rules/vocabulary.js';
export interface Draft {
    readonly replicas: number;
    readonly points: readonly string[];
    readonly network: {
        readonly delayMeanUs: number;
    };
    readonly earlier?: boolean | undefined;
    readonly vocabulary?: (() => Vocabulary) | undefined;
}
export type CountWords = readonly [one: string, several: string, needs?: readonly string[]];
export interface Injection {
    begin?(): void;
    due?(code: number): void;
    heal?(): void;
    readonly message?: MessageFault;
    arrival?(from: ProcessId, to: ProcessId, message: unknown, id: number): boolean;
    readonly request?: RequestFault;
    point?(process: ProcessId, name: string): boolean;
    crashed?(process: ProcessId): void;
    noted?(what: Happening, process: ProcessId, name: string): void;
}
export interface FaultClass<Name extends string = string, Options extends object = object, State extends object = object> {
    readonly name: Name;
    readonly noun: string;
    readonly summary: string;
    readonly schema: z.ZodType<Options>;
    readonly calm: Options;
    readonly apart?: boolean;
    readonly besidesPercent?: number;
    readonly sharePercent?: number;
    draw(sequence: Sequence, draft: Draft): Options | undefined;
    describe(options: Options): string;
    lessen?(options: Options): readonly Options[];
    parts?(options: Options): number;
    readonly sites: Readonly<Record<string, readonly [EntityKind, Meaning]>>;
    readonly counts: Readonly<Record<string, CountWords>>;
    tell?(event: FaultEvent, name: (process: number) => string): string;
    readonly due?: string;
    initial(port: FaultPort): State;
    inject(options: Options, port: FaultPort, state: State): Injection;
}
export type AnyFaultClass = FaultClass<string, any, any>;
export declare const faultClass: <const Name extends string, Options extends object, State extends object = object>(declared: FaultClass<Name, Options, State>) => FaultClass<Name, Options, State>;

// sim/faults/fault-port.d.ts
import type { ProcessId } from '../../src/process/ids.js';
import type { Counter } from '../chance/counters.js';
import type { Decisions } from '../chance/decisions.js';
import type { Clocks } from '../clock/clocks.js';
import type { Disks } from '../disk/disks.js';
import type { EnvironmentPort } from '../kernel/ports.js';
import type { Network } from '../network/network.js';
export interface FaultPort {
    readonly world: EnvironmentPort;
    readonly decisions: Decisions;
    readonly network: Network;
    readonly disks: Disks;
    readonly clocks: Clocks;
    isCalm(): boolean;
    readonly forgetful: boolean;
    label(process: ProcessId): string | undefined;
    counter(name: string): Counter;
    after(delayUs: number, fault: string, code: number): void;
    mayCrash(process: ProcessId): boolean;
    crash(process: ProcessId): void;
    armCrash(process: ProcessId, effects: number): void;
    disarm(process: ProcessId): boolean;
}

// sim/faults/partition.d.ts
export interface State {
    count: number;
    cut: number[];
}
export declare const partition: import("./fault-class.js").FaultClass<"partition", {
    everyUs: number;
    durationUs: number;
    shapes: ("bridge" | "halves" | "isolate" | "link" | "majority" | "one-way-in" | "one-way-out" | "ring")[];
    clients: boolean;
}, State>;

// sim/faults/registry.d.ts
import type { AnyFaultClass, FaultClass } from './fault-class.js';
declare const BUILT_IN: readonly [FaultClass<"drop", {
    ppm: number;
}, {}>, FaultClass<"narrow-link", {
    queueMax: number;
}, {}>, FaultClass<"duplicate", {
    ppm: number;
    extraMeanUs: number;
    latePpm: number;
    lateMaxUs: number;
}, {}>, FaultClass<"late", {
    ppm: number;
    lateMaxUs: number;
}, {}>, FaultClass<"slow-link", {
    everyUs: number;
    durationUs: number;
    delayMeanUs: number;
}, {
    counts: number[];
    untilUs: number[];
}>, FaultClass<"damage", {
    ppm: number;
}, {}>, FaultClass<"misroute", {
    ppm: number;
}, {}>, FaultClass<"uneven-links", {}, {}>, FaultClass<"partition", {
    everyUs: number;
    durationUs: number;
    shapes: ("bridge" | "halves" | "isolate" | "link" | "majority" | "one-way-in" | "one-way-out" | "ring")[];
    clients: boolean;
}, import("./partition.js").State>, FaultClass<"clog", {
    everyUs: number;
    durationUs: number;
    swizzle: boolean;
}, {
    count: number;
}>, FaultClass<"absence", {
    everyUs: number;
    durationUs: number;
}, {
    count: number;
    away: number | null;
}>, FaultClass<"crash", {
    everyUs: number;
    midHandlerPpm: number;
    downMax: number;
}, {
    counts: number[];
}>, FaultClass<"blackout", {
    everyUs: number;
}, {
    count: number;
}>, FaultClass<"client-crash", {
    everyUs: number;
}, {
    counts: number[];
}>, FaultClass<"point-crash", {
    ppm: number;
}, {
    reached: number[];
}>, FaultClass<"aim", {
    aims: {
        point: string;
        hit: number;
        fault: "crash" | "isolate" | "pause" | "wipe";
        durationUs: number;
    }[];
}, import("./aim.js").State>, FaultClass<"pause", {
    everyUs: number;
    durationUs: number;
}, {
    counts: number[];
}>, FaultClass<"clock", {
    offsetMaxUs: number;
    driftMaxPpm: number;
    jumpEveryUs: number;
    jumpMaxUs: number;
}, {
    counts: number[];
}>, FaultClass<"slow-disk", {
    factor: number;
}, {
    slow: boolean[];
}>, FaultClass<"stall", {
    ppm: number;
    durationUs: number;
}, {}>, FaultClass<"unsynced", {
    lostPpm: number;
    tornPpm: number;
}, {}>, FaultClass<"read-error", {
    ppm: number;
}, {}>, FaultClass<"full-disk", {
    everyUs: number;
    durationUs: number;
}, {
    counts: number[];
}>, FaultClass<"write-error", {
    ppm: number;
}, {}>, FaultClass<"sync-error", {
    ppm: number;
}, {}>, FaultClass<"lost-write", {
    ppm: number;
}, {}>, FaultClass<"misdirected-write", {
    ppm: number;
}, {}>, FaultClass<"rot", {
    everyUs: number;
}, {
    counts: number[];
}>, FaultClass<"wipe", {
    everyUs: number;
}, {
    counts: number[];
}>, FaultClass<"rules", {
    rules: readonly import("./rules/rule.js").Rule[];
}, import("./rules/rules-state.js").RulesState>, FaultClass<"stale", {
    ppm: number;
    copiesMax: number;
    delayMaxUs: number;
}, import("./stale.js").StaleState>, FaultClass<"upgrade", {
    everyUs: number;
    rollbackPpm: number;
    clientsPpm: number;
}, {
    count: number;
}>];
type BuiltIn = (typeof BUILT_IN)[number];
type OptionsOf<C> = C extends FaultClass<string, infer Options, infer _> ? Options : never;
export type Faults = {
    readonly [C in BuiltIn as C['name']]?: OptionsOf<C>;
};
export type FaultName = BuiltIn['name'];
export declare const faultClasses: () => readonly AnyFaultClass[];
export declare const faultNamed: (name: string) => AnyFaultClass | undefined;
export declare function registerFault(fault: AnyFaultClass): () => void;
export {};

// sim/faults/rules/fired-rules.d.ts
import type { AnyObserver } from '../../kernel/subscriptions.js';
export type RulesFired = ReadonlyMap<number, number>;
export declare const firedRules: (into: Map<number, number>) => AnyObserver;

// sim/faults/rules/rule.d.ts
import * as z from 'zod';
export declare const TRIGGERS: readonly ['send', 'deliver', 'label', 'point', 'probe', 'issue', 'complete', 'call', 'return', 'start', 'crash', 'rule'];
export type Trigger = (typeof TRIGGERS)[number];
export declare const RULES_MAX = 16;
export interface When {
    readonly on: Trigger;
    readonly what?: string | undefined;
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly process?: number | undefined;
    readonly nth?: number | 'every' | undefined;
    readonly times?: number | undefined;
    readonly rule?: number | undefined;
    readonly after?: number | undefined;
}
export type Target = 'it' | 'sender' | 'receiver' | number;
interface OnProcess {
    readonly at?: Target | undefined;
    readonly inUs?: number | undefined;
}
export type Then = (OnProcess & {
    readonly do: 'crash';
    readonly moment?: 'before' | 'amid' | 'after' | undefined;
    readonly losing?: boolean | undefined;
}) | (OnProcess & {
    readonly do: 'wipe';
}) | (OnProcess & {
    readonly do: 'pause';
    readonly forUs: number;
}) | (OnProcess & {
    readonly do: 'cut';
    readonly way?: 'both' | 'in' | 'out' | undefined;
    readonly forUs: number;
}) | (OnProcess & {
    readonly do: 'slow-disk';
    readonly factor: number;
    readonly forUs: number;
}) | (OnProcess & {
    readonly do: 'jump-clock';
    readonly byUs: number;
})
 | {
    readonly do: 'hold';
    readonly forUs: number;
    readonly until?: number | undefined;
} | {
    readonly do: 'lose';
} | {
    readonly do: 'copy';
    readonly inUs: number;
} | {
    readonly do: 'release';
    readonly rule: number;
};
export interface Rule {
    readonly when: When;
    readonly then: Then;
}
export declare const rulesSchema: z.ZodType<readonly Rule[]>;
export declare function typeOf(message: unknown): string;
export {};

// sim/faults/rules/rules-state.d.ts
import type { ProcessId } from '../../../src/process/ids.js';
export interface Held {
    readonly rule: number;
    readonly from: ProcessId;
    readonly to: ProcessId;
    readonly id: number;
    readonly payload: unknown;
    readonly code: number;
}
export interface Place {
    readonly what: string;
    readonly process: number;
    readonly from: number;
    readonly to: number;
}
export type Coming = {
    readonly type: 'act';
    readonly rule: number;
    readonly place: Place;
} | {
    readonly type: 'release';
} | {
    readonly type: 'join';
    readonly cut: number[];
}
 | {
    readonly type: 'overdue';
    readonly process: number;
};
export interface RulesState {
    hits: number[];
    fired: number[];
    held: Held[];
    passing: number[];
    coming: Map<number, Coming>;
    count: number;
    paused: number[];
    slow: Map<number, {
        readonly untilUs: number;
        readonly factor: number;
    }>;
    losing: number[];
    labels: string[];
}
export declare const newRulesState: () => RulesState;

// sim/faults/rules/vocabulary.d.ts
export type Word = readonly [name: string, perRun: number];
export interface Vocabulary {
    readonly messages: readonly Word[];
    readonly labels: readonly Word[];
    readonly points: readonly Word[];
    readonly probes: readonly Word[];
    readonly requests: readonly Word[];
}

// sim/faults/stale.d.ts
import type { ProcessId } from '../../src/process/ids.js';
export interface Kept {
    readonly from: ProcessId;
    readonly to: ProcessId;
    readonly message: unknown;
    readonly id: number;
}
export interface StaleState {
    last: Map<string, Kept>[];
    old: Map<string, Kept>[];
    labels: string[];
    changes: number[];
}
export declare const stale: import("./fault-class.js").FaultClass<"stale", {
    ppm: number;
    copiesMax: number;
    delayMaxUs: number;
}, StaleState>;

// sim/kernel/agenda.d.ts
export interface Agenda {
    readonly timeUs: number;
    readonly kind: number;
    readonly process: number;
    readonly a: number;
    readonly b: number;
    readonly cause: number;
    readonly payload: unknown;
    readonly length: number;
    push(timeUs: number, kind: number, process: number, a: number, b: number, cause: number, payload: unknown): void;
    peekTimeUs(): number;
    pop(): boolean;
    clone(): Agenda;
    state(): object;
}

// sim/kernel/audience.d.ts
import type { DropReason, FaultEvent, Observer, Tank, ViolationFacts } from '../../invariants/observer.js';
import type { DiskCompletion } from '../../src/process/disk.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Observation, Outcome } from '../../src/process/process.js';
import { type AnyObserver, Subscriptions } from './subscriptions.js';
export interface Violation extends ViolationFacts {
    readonly observer: AnyObserver;
    readonly step: number;
    readonly timeUs: number;
}
export declare class Audience {
    violation: Violation | undefined;
    private readonly tank;
    private own;
    private loan;
    private borrows;
    private observer;
    constructor(tank: Tank, subscriptions?: Subscriptions);
    fork(tank: Tank): Audience;
    private get subscriptions();
    private part;
    stateOf<S extends object>(observer: Observer<S>): S;
    get active(): AnyObserver | undefined;
    violate(facts: ViolationFacts): void;
    send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
    deliver(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
    drop(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void;
    step(process: ProcessId): void;
    start(process: ProcessId): void;
    crash(process: ProcessId, how: string | undefined): void;
    durable(process: ProcessId, file: string): void;
    damage(process: ProcessId, wiped: boolean): void;
    call(client: ProcessId, id: number, operation: unknown): void;
    return(client: ProcessId, id: number, outcome: Outcome<unknown>): void;
    get hearsObservations(): boolean;
    observe(process: ProcessId, observation: Observation): void;
    timer(process: ProcessId, timer: number): void;
    disk(process: ProcessId, completion: DiskCompletion): void;
    due(fault: string): void;
    fault(event: FaultEvent): void;
    heal(core: readonly ProcessId[]): void;
    end(): void;
    panic(process: ProcessId, error: unknown): void;
}

// sim/kernel/ports.d.ts
import type { DropReason, FaultEvent } from '../../invariants/observer.js';
import type { Disk, DiskCompletion } from '../../src/process/disk.js';
import type { EventKind } from '../../src/process/event-kind.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Outcome } from '../../src/process/process.js';
import type { Version } from './resident.js';
export type Happening = 
'step' | 'start' | 'probe'
 | 'call' | 'return'
 | 'complete';
export interface EnvironmentPort {
    readonly nowUs: number;
    readonly replicas: number;
    readonly processes: number;
    isUp(process: ProcessId): boolean;
    replica(process: ProcessId): object | undefined;
    incarnation(process: ProcessId): number;
    schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
    boot(process: ProcessId): void;
    version(process: ProcessId): Version;
    hasEarlier(process: ProcessId): boolean;
    install(process: ProcessId, version: Version): void;
    crash(process: ProcessId): void;
    pause(process: ProcessId, untilUs: number): void;
    dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void;
    synced(process: ProcessId, file: string): void;
    damaged(process: ProcessId, wiped: boolean): void;
    fault(event: FaultEvent): void;
    probe(name: string): void;
    absorb(bytes: Uint8Array): void;
}
export interface Environment {
    send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
    arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown;
    disk(process: ProcessId): Disk;
    diskDone(process: ProcessId, request: number, payload: unknown): DiskCompletion;
    timerDelay(process: ProcessId, delayUs: number): number;
    localTime(process: ProcessId): number;
    wallTime(process: ProcessId): number;
    random(process: ProcessId, bound: number): number;
    point(process: ProcessId, name: string): boolean;
    readonly noted?: ((what: Happening, process: ProcessId, name: string) => void) | undefined;
    crashed(process: ProcessId): void;
    fault(injector: number, code: number): void;
    faultName(injector: number): string;
    durable(process: ProcessId, file: string): Uint8Array;
    afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
    state(): object;
}
export interface DriverPort {
    readonly nowUs: number;
    readonly replicas: number;
    readonly healed: boolean;
    schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
}
export interface Driver {
    next(client: ProcessId): unknown;
    completed(client: ProcessId, outcome: Outcome<unknown>): void;
    started(client: ProcessId): void;
    crashed(client: ProcessId): void;
    state(): object;
}

// sim/kernel/process-resident.d.ts
import type { DiskCompletion } from '../../src/process/disk.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { ClientProcess, Process } from '../../src/process/process.js';
import { type AnyContext, type Resident, type Version } from './resident.js';
export type AnyReplica = Process<object, unknown>;
export type AnyClient = ClientProcess<object, unknown, unknown, unknown>;
export declare class ProcessResident implements Resident {
    private readonly latest;
    private readonly earlier;
    private code;
    private state;
    private loan;
    private borrows;
    constructor(latest: AnyReplica | AnyClient, earlier?: AnyReplica | AnyClient);
    get hasEarlier(): boolean;
    boot(self: ProcessId, version: Version): void;
    crash(): undefined;
    start(ctx: AnyContext): unknown;
    message(from: ProcessId, message: unknown, ctx: AnyContext): unknown;
    timer(timer: number, ctx: AnyContext): unknown;
    disk(completion: DiskCompletion, ctx: AnyContext): unknown;
    invoke(operation: unknown, ctx: AnyContext): unknown;
    view(): object | undefined;
    copy(): ProcessResident;
    private memory;
    private part;
    private replace;
}

// sim/kernel/resident.d.ts
import type { DiskCompletion } from '../../src/process/disk.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { ClientContext } from '../../src/process/process.js';
export declare const LATEST = 0;
export declare const EARLIER = 1;
export type Version = typeof LATEST | typeof EARLIER;
export type AnyContext = ClientContext<unknown, unknown>;
export interface Machine {
    awaits(token: number): boolean;
    wake(token: number, ctx: AnyContext | undefined): void;
    take(message: unknown): boolean;
    lost(message: unknown): void;
}
export interface Resident {
    readonly hasEarlier?: boolean;
    boot(self: ProcessId, version: Version): void;
    crash(): string | undefined;
    start(ctx: AnyContext): unknown;
    message(from: ProcessId, message: unknown, ctx: AnyContext): unknown;
    timer(timer: number, ctx: AnyContext): unknown;
    disk(completion: DiskCompletion, ctx: AnyContext): unknown;
    invoke(operation: unknown, ctx: AnyContext): unknown;
    view(): object | undefined;
    copy?(): Resident;
    readonly machine?: Machine;
}
export declare class ForkError extends Error {
    readonly name = "ForkError";
}
export declare function copyOf(resident: Resident, at: number): Resident;

// sim/kernel/subscriptions.d.ts
import type { Changing, Handlers, Observer, Tank } from '../../invariants/observer.js';
export type AnyObserver = Observer<object, unknown, unknown, unknown>;
type Kind = keyof Handlers<object>;
type Handler<K extends Kind> = NonNullable<Handlers<object>[K]>;
export interface Subscribers<K extends Kind> {
    readonly handlers: Handler<K>[];
    readonly states: object[];
    readonly owners: AnyObserver[];
}
export interface StepSubscribers extends Subscribers<'step'> {
    readonly facts: Changing[];
    readonly bits: number[];
}
type Renew = (state: object) => object;
type TypedKind = 'send' | 'deliver' | 'observe';
export declare class TypedSubscribers<K extends TypedKind> {
    private readonly untyped;
    private readonly byType;
    takeOver({ untyped, byType }: TypedSubscribers<K>, renew: Renew): void;
    get isEmpty(): boolean;
    of(value: unknown): Subscribers<K>;
    add(handler: Handler<K> | undefined, types: readonly string[] | undefined, state: object, owner: AnyObserver): void;
}
export declare class Subscriptions {
    readonly send: TypedSubscribers<"send">;
    readonly deliver: TypedSubscribers<"deliver">;
    readonly drop: Subscribers<"drop">;
    readonly step: StepSubscribers;
    readonly start: Subscribers<"start">;
    readonly crash: Subscribers<"crash">;
    readonly durable: Subscribers<"durable">;
    readonly damage: Subscribers<"damage">;
    readonly call: Subscribers<"call">;
    readonly return: Subscribers<"return">;
    readonly observe: TypedSubscribers<"observe">;
    readonly heal: Subscribers<"heal">;
    readonly end: Subscribers<"end">;
    readonly timer: Subscribers<"timer">;
    readonly disk: Subscribers<"disk">;
    readonly due: Subscribers<"due">;
    readonly fault: Subscribers<"fault">;
    readonly panic: Subscribers<"panic">;
    private readonly observers;
    private readonly states;
    stateOf(observer: AnyObserver, tank: Tank): object;
    private known;
    fork(): Subscriptions;
    private subscribe;
}
export {};

// sim/kernel/trace.d.ts
export interface StepRecord {
    readonly step: number;
    readonly timeUs: number;
    readonly kind: number;
    readonly process: number;
    readonly a: number;
    readonly b: number;
    readonly cause: number;
    readonly payload: unknown;
    readonly hash: string;
}
export declare class Trace {
    readonly capacity: number;
    private readonly mask;
    private readonly times;
    private readonly kinds;
    private readonly processes;
    private readonly as;
    private readonly bs;
    private readonly causes;
    private readonly hashes;
    private readonly payloads;
    private last;
    constructor(capacity: number);
    record(step: number, timeUs: number, kind: number, process: number, a: number, b: number, cause: number, payload: unknown): void;
    recordHash(high: number, low: number): void;
    at(step: number): StepRecord | undefined;
    clone(): Trace;
}

// sim/kernel/world-parts.d.ts
import type { Agenda } from './agenda.js';
import type { Driver, Environment } from './ports.js';
import type { Resident } from './resident.js';
import type { AnyObserver } from './subscriptions.js';
import type { Trace } from './trace.js';
export interface WorldParts {
    readonly residents: readonly Resident[];
    readonly replicas: number;
    readonly freeze: boolean;
    readonly plain?: boolean;
    readonly observers: readonly AnyObserver[];
    readonly trace: Trace;
    readonly agenda?: Agenda;
}
export interface Surroundings {
    readonly environment: Environment;
    readonly driver: Driver;
}

// sim/kernel/world-ports.d.ts
import type { DropReason, FaultEvent } from '../../invariants/observer.js';
import type { Disk } from '../../src/process/disk.js';
import type { Effects } from '../../src/process/effects.js';
import { EventKind } from '../../src/process/event-kind.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Observation, Outcome } from '../../src/process/process.js';
import type { DriverPort, EnvironmentPort } from './ports.js';
import type { Resident, Version } from './resident.js';
import { WorldView } from './world-view.js';
export declare const NOBODY = -1;
export declare abstract class WorldPorts extends WorldView implements Effects, EnvironmentPort, DriverPort {
    running: number;
    get checksPlain(): boolean;
    schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
    boot(process: ProcessId): void;
    hasEarlier(process: ProcessId): boolean;
    install(process: ProcessId, version: Version): void;
    crash(process: ProcessId): void;
    pause(process: ProcessId, untilUs: number): void;
    dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void;
    absorb(bytes: Uint8Array): void;
    synced(process: ProcessId, file: string): void;
    damaged(process: ProcessId, wiped: boolean): void;
    fault(event: FaultEvent): void;
    heal(core: readonly ProcessId[]): void;
    end(): void;
    localTime(process: ProcessId): number;
    wallTime(process: ProcessId): number;
    random(process: ProcessId, bound: number): number;
    disk(process: ProcessId): Disk;
    point(process: ProcessId, name: string): boolean;
    send(from: ProcessId, to: ProcessId, message: unknown): void;
    setTimer(process: ProcessId, timer: number, delayUs: number): void;
    cancelTimer(process: ProcessId, timer: number): void;
    get isObserved(): boolean;
    observe(process: ProcessId, observation: Observation): void;
    probed(process: ProcessId, name: string): void;
    hasOpenOperation(client: ProcessId): boolean;
    complete(client: ProcessId, outcome: Outcome<unknown>): void;
    protected resident(process: ProcessId): Resident;
}

// sim/kernel/world-state.d.ts
export interface WorldState {
    nowUs: number;
    step: number;
    healed: boolean;
    messages: number;
    operations: number;
    stillUs: number;
    high: number;
    low: number;
    up: Uint8Array;
    incarnations: Int32Array;
    versions: Uint8Array;
    pausedUntilUs: Float64Array;
    openOperation: Float64Array;
    timers: Int32Array;
}
export declare const initialState: (processes: number) => WorldState;
export declare const copyOfState: (state: WorldState) => WorldState;

// sim/kernel/world-view.d.ts
import type { Observer, Tank, ViolationFacts } from '../../invariants/observer.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Agenda } from './agenda.js';
import type { Audience } from './audience.js';
import type { Driver, Environment } from './ports.js';
import { type Resident, type Version } from './resident.js';
import type { Trace } from './trace.js';
import type { WorldParts } from './world-parts.js';
import type { WorldState } from './world-state.js';
export declare abstract class WorldView implements Tank {
    readonly replicas: number;
    readonly processes: number;
    readonly trace: Trace;
    abstract readonly environment: Environment;
    abstract readonly driver: Driver;
    readonly probes: Map<string, number>;
    protected readonly parts: WorldParts;
    protected readonly residents: readonly Resident[];
    protected readonly agenda: Agenda;
    protected abstract audience: Audience;
    protected state: WorldState;
    protected scheduledBy: number;
    protected constructor(parts: WorldParts, agenda: Agenda, state: WorldState);
    get nowUs(): number;
    get step(): number;
    get healed(): boolean;
    get cause(): number;
    get violation(): Audience['violation'];
    get watching(): Audience['active'];
    isUp(process: ProcessId): boolean;
    incarnation(process: ProcessId): number;
    version(process: ProcessId): Version;
    replica(process: ProcessId): object | undefined;
    client(process: ProcessId): object | undefined;
    durable(process: ProcessId, file: string): Uint8Array;
    afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
    shared<S extends object>(observer: Observer<S>): S;
    violate(facts: ViolationFacts): void;
    probe(name: string): void;
    get hash(): string;
    everything(): object;
    stateHash(): string;
}

// sim/kernel/world.d.ts
import { type ProcessId } from '../../src/process/ids.js';
import { Audience } from './audience.js';
import type { Driver, Environment } from './ports.js';
import type { Surroundings, WorldParts } from './world-parts.js';
import { WorldPorts } from './world-ports.js';
export declare class World extends WorldPorts {
    readonly environment: Environment;
    readonly driver: Driver;
    protected audience: Audience;
    private readonly contexts;
    constructor(parts: WorldParts, surround: (world: World) => Surroundings);
    watch(): void;
    next(untilUs?: number): boolean;
    fork(surround: (world: World) => Surroundings): World;
    private dispatch;
    private nextOperation;
    isCurrent(kind: number, process: ProcessId, a: number, b: number): boolean;
    private begin;
    private handle;
    private call;
    private checkClock;
    private initialise;
}

// sim/network/message-fault.d.ts
import type { ProcessId } from '../../src/process/ids.js';
export interface Departure {
    readonly from: ProcessId;
    readonly to: ProcessId;
    readonly message: unknown;
    readonly id: number;
    readonly entity: number;
    readonly index: number;
    readonly weightPercent: number;
    readonly inFlight: number;
}
export type MessageFault = (departure: Departure) => boolean;
export declare const rateOn: ({ weightPercent }: Departure, ppm: number) => number;

// sim/network/network-state.d.ts
export interface NetworkState {
    calm: boolean;
    sent: Int32Array;
    cuts: Int32Array;
    inFlight: Int32Array;
    clogUntilUs: Float64Array;
    lastArrivalUs: Float64Array;
    weightPercent: Int32Array;
}
export declare function newNetworkState(processes: number): NetworkState;

// sim/network/network.d.ts
import type { ProcessId } from '../../src/process/ids.js';
import type { Counter } from '../chance/counters.js';
import type { Decisions } from '../chance/decisions.js';
import type { EnvironmentPort } from '../kernel/ports.js';
import type { Departure, MessageFault } from './message-fault.js';
import { type NetworkState } from './network-state.js';
import type { NetworkOptions } from './options.js';
export interface NetworkParts {
    readonly port: EnvironmentPort;
    readonly decisions: Decisions;
    readonly options: NetworkOptions;
    readonly wire: boolean;
    readonly counters: Readonly<Record<'partitioned' | 'clogged' | 'damaged' | 'duplicatedAcrossRestart', Counter>>;
}
export declare class Network {
    faults: readonly MessageFault[];
    private readonly parts;
    private readonly processes;
    private readonly extraUs;
    private readonly departure;
    private readonly links;
    constructor(parts: NetworkParts, state?: NetworkState);
    send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
    carry({ from, to: meant, id, entity, index }: Departure, to: ProcessId, payload: unknown): void;
    copy({ from, to, message, id }: Pick<Departure, 'from' | 'to' | 'message' | 'id'>, delayUs: number): void;
    deliver(from: ProcessId, to: ProcessId, payload: unknown, id: number): void;
    wrapped(message: unknown): unknown;
    arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown;
    sever(from: number, to: number): void;
    mend(from: number, to: number): void;
    isSevered(from: number, to: number): boolean;
    clog(from: number, to: number, untilUs: number): void;
    weigh(from: number, to: number, percent: number): void;
    becalm(): void;
    state(): NetworkState;
    private delayUs;
    private inOrder;
    private schedule;
    private cut;
}

// sim/network/options.d.ts
import * as z from 'zod';
export declare const STRATEGIES: readonly ['uniform', 'pct', 'pos'];
export declare const networkSchema: z.ZodObject<{
    delayMinUs: z.ZodNumber;
    delayMeanUs: z.ZodNumber;
    delayShape: z.ZodEnum<{
        exponential: "exponential";
        fixed: "fixed";
        "long-tail": "long-tail";
        uniform: "uniform";
    }>;
    strategy: z.ZodEnum<{
        pct: "pct";
        pos: "pos";
        uniform: "uniform";
    }>;
    fifo: z.ZodBoolean;
}, z.core.$strict>;
export type NetworkOptions = z.infer<typeof networkSchema>;

// sim/node/resident/client-function.d.ts
export interface ClientSurroundings {
    readonly nodes: readonly string[];
    readonly client: number;
    failed(reason: string): Error;
}
export type ClientFunction<Operation = unknown, Result = unknown> = (operation: Operation, surroundings: ClientSurroundings) => Result | Promise<Result>;

// sim/node/resident/node-view.d.ts
export interface OutputLine {
    readonly stream: 'stdout' | 'stderr';
    readonly text: string;
    readonly start: number;
}
export interface NodeView {
    readonly name: string;
    readonly up: boolean;
    readonly start: number;
    readonly lines: readonly OutputLine[];
    readonly ports: ReadonlySet<number>;
    read(path: string): string | undefined;
    bytes(path: string): Uint8Array | undefined;
    list(path: string): readonly string[];
}

// sim/replay/failure-file.d.ts
import * as z from 'zod';
export declare const FAILURE_VERSION = 2;
declare const failureSchema: z.ZodObject<{
    version: z.ZodLiteral<2>;
    system: z.ZodString;
    seed: z.ZodString;
    scenario: z.ZodObject<{
        version: z.ZodLiteral<2>;
        seed: z.ZodString;
        system: z.ZodString;
        replicas: z.ZodNumber;
        clients: z.ZodNumber;
        operations: z.ZodNumber;
        script: z.ZodOptional<z.ZodArray<z.ZodArray<z.ZodUnknown>>>;
        isolation: z.ZodEnum<{
            frozen: "frozen";
            shared: "shared";
            wire: "wire";
        }>;
        network: z.ZodObject<{
            delayMinUs: z.ZodNumber;
            delayMeanUs: z.ZodNumber;
            delayShape: z.ZodEnum<{
                exponential: "exponential";
                fixed: "fixed";
                "long-tail": "long-tail";
                uniform: "uniform";
            }>;
            strategy: z.ZodEnum<{
                pct: "pct";
                pos: "pos";
                uniform: "uniform";
            }>;
            fifo: z.ZodBoolean;
        }, z.core.$strict>;
        disk: z.ZodObject<{
            latencyMinUs: z.ZodNumber;
            latencyMeanUs: z.ZodNumber;
        }, z.core.$strict>;
        faults: z.ZodPipe<z.ZodRecord<z.ZodString, z.ZodUnknown>, z.ZodTransform<import("../faults/registry.js").Faults, Record<string, unknown>>>;
        beyond: z.ZodBoolean;
        forgetful: z.ZodBoolean;
        restartUs: z.ZodNumber;
        clientRestartUs: z.ZodNumber;
        thinkUs: z.ZodNumber;
        safetyUs: z.ZodNumber;
        outsiders: z.ZodArray<z.ZodEnum<{
            cut: "cut";
            dead: "dead";
            half: "half";
        }>>;
        livenessUs: z.ZodNumber;
        stepsMax: z.ZodNumber;
        settings: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodNumber, z.ZodString, z.ZodBoolean]>>;
        judgedBy: z.ZodOptional<z.ZodArray<z.ZodString>>;
    }, z.core.$strict>;
    edits: z.ZodRecord<z.ZodString, z.ZodNumber>;
    mutant: z.ZodOptional<z.ZodString>;
    catalogue: z.ZodOptional<z.ZodString>;
    verdict: z.ZodEnum<{
        budget: "budget";
        crash: "crash";
        error: "error";
        hang: "hang";
        nondeterminism: "nondeterminism";
        violation: "violation";
    }>;
    fingerprint: z.ZodString;
    invariant: z.ZodNullable<z.ZodString>;
    title: z.ZodString;
    facts: z.ZodArray<z.ZodString>;
    step: z.ZodNumber;
    hash: z.ZodNullable<z.ZodString>;
    commit: z.ZodNullable<z.ZodString>;
    node: z.ZodString;
    code: z.ZodOptional<z.ZodString>;
    tape: z.ZodNullable<z.ZodString>;
}, z.core.$strict>;
export type Failure = z.infer<typeof failureSchema>;
export type WrittenFailure = Failure & {
    readonly wavetank: string;
};
export declare function readFailure(file: string): WrittenFailure;
export declare function writeFailure(file: string, failure: Failure): void;
export {};

// sim/run/outside-calls.d.ts
import type { Observer } from '../../invariants/observer.js';
export interface OutsideCall {
    readonly call: string;
    readonly place: string;
}
export declare const outsideCallOf: (error: unknown) => OutsideCall | undefined;
export declare const outsideCalls: Observer<{
    first: OutsideCall | null;
}>;

// sim/run/own-turn.d.ts
export declare const inOwnTurn: <T>(action: () => T) => Promise<T>;

// sim/run/result.d.ts
import type { Topic } from '../../invariants/observer.js';
import type { Violation } from '../kernel/audience.js';
import type { Trace } from '../kernel/trace.js';
import type { OperationCounts } from '../scenario/workload-state.js';
import type { OutsideCall } from './outside-calls.js';
export type Verdict = 'pass' | 'violation' | 'excused' | 'budget' | 'error';
export type FaultCounts = Readonly<Record<string, number>>;
export interface FoundViolation {
    readonly invariant: string;
    readonly name: string;
    readonly statement: string;
    readonly title: string;
    readonly step: number;
    readonly timeUs: number;
    readonly process: number | null;
    readonly facts: readonly string[];
    readonly about: readonly Topic[];
    readonly operations: readonly number[];
    readonly evidence: readonly number[];
    readonly fingerprint: string;
}
export interface RunResult {
    readonly verdict: Verdict;
    readonly steps: number;
    readonly virtualUs: number;
    readonly hash: string;
    readonly faults: FaultCounts;
    readonly probes: Readonly<Record<string, number>>;
    readonly operations: OperationCounts;
    readonly violation?: FoundViolation;
    readonly reason?: string;
    readonly nondeterminism?: OutsideCall;
    readonly cut?: true;
    readonly hang?: {
        readonly step: number;
        readonly place: string | null;
    };
    readonly trace: Trace;
}
export declare function foundViolation(violation: Violation): FoundViolation;

// sim/scenario/scenario-error.d.ts
export declare class ScenarioError extends Error {
    readonly name = "ScenarioError";
}
export declare const isScenarioError: (error: unknown) => error is ScenarioError;

// sim/scenario/scenario.d.ts
import * as z from 'zod';
import { type Faults } from '../faults/registry.js';
export declare const OUTSIDERS: readonly ['dead', 'cut', 'half'];
export declare const scenarioSchema: z.ZodObject<{
    version: z.ZodLiteral<2>;
    seed: z.ZodString;
    system: z.ZodString;
    replicas: z.ZodNumber;
    clients: z.ZodNumber;
    operations: z.ZodNumber;
    script: z.ZodOptional<z.ZodArray<z.ZodArray<z.ZodUnknown>>>;
    isolation: z.ZodEnum<{
        frozen: "frozen";
        shared: "shared";
        wire: "wire";
    }>;
    network: z.ZodObject<{
        delayMinUs: z.ZodNumber;
        delayMeanUs: z.ZodNumber;
        delayShape: z.ZodEnum<{
            exponential: "exponential";
            fixed: "fixed";
            "long-tail": "long-tail";
            uniform: "uniform";
        }>;
        strategy: z.ZodEnum<{
            pct: "pct";
            pos: "pos";
            uniform: "uniform";
        }>;
        fifo: z.ZodBoolean;
    }, z.core.$strict>;
    disk: z.ZodObject<{
        latencyMinUs: z.ZodNumber;
        latencyMeanUs: z.ZodNumber;
    }, z.core.$strict>;
    faults: z.ZodPipe<z.ZodRecord<z.ZodString, z.ZodUnknown>, z.ZodTransform<Faults, Record<string, unknown>>>;
    beyond: z.ZodBoolean;
    forgetful: z.ZodBoolean;
    restartUs: z.ZodNumber;
    clientRestartUs: z.ZodNumber;
    thinkUs: z.ZodNumber;
    safetyUs: z.ZodNumber;
    outsiders: z.ZodArray<z.ZodEnum<{
        cut: "cut";
        dead: "dead";
        half: "half";
    }>>;
    livenessUs: z.ZodNumber;
    stepsMax: z.ZodNumber;
    settings: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodNumber, z.ZodString, z.ZodBoolean]>>;
    judgedBy: z.ZodOptional<z.ZodArray<z.ZodString>>;
}, z.core.$strict>;
export type Scenario = z.infer<typeof scenarioSchema>;
export declare function parseScenario(value: unknown): Scenario;

// sim/scenario/system.d.ts
import type { SequentialModel } from '../../invariants/linearizability/model.js';
import type { Invariant, Observer, Tank } from '../../invariants/observer.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Observation } from '../../src/process/process.js';
import type { Sender } from '../../src/process/sender.js';
import type { Sequence } from '../chance/streams.js';
import type { Vocabulary } from '../faults/rules/vocabulary.js';
import type { AnyClient, AnyReplica } from '../kernel/process-resident.js';
import type { Resident } from '../kernel/resident.js';
import type { Scenario } from './scenario.js';
export type AnyInvariant = Invariant<object, unknown, unknown, unknown>;
export interface Draw<Operation = unknown> {
    below(bound: number): number;
    pick(operations: readonly Operation[]): Operation;
}
export interface ProgramRun {
    readonly residents: readonly Resident[];
    readonly replicas: number;
    settle(ground: unknown): void;
    within<T>(body: () => T): T;
    endlessPlace(before: () => void, body: () => void): string | null;
    dispose(): void;
}
export interface EarlierVersion {
    readonly replica: AnyReplica;
    readonly client?: AnyClient;
}
export interface SystemRun {
    readonly programs?: ProgramRun;
    readonly replicas: readonly AnyReplica[];
    readonly clients: readonly AnyClient[];
    readonly earlier?: EarlierVersion;
    readonly invariants: readonly AnyInvariant[];
    readonly modelled?: boolean;
    readonly model?: SequentialModel<unknown, unknown, unknown>;
    promisesLess?(operation: unknown): boolean;
    readonly observers?: readonly Observer<object, unknown, unknown, unknown>[];
    operation(draw: Draw, client: number, index: number): unknown;
    diverged(tank: Tank, among: readonly ProcessId[]): string | undefined;
    hasRecovered?(tank: Tank, replica: ProcessId): boolean;
    formatted?(replica: ProcessId): ReadonlyMap<string, Uint8Array>;
    groups?(tank: Tank): readonly (readonly ProcessId[])[];
    readonly losable?: number;
    excuse?(tank: Tank, core: readonly ProcessId[]): string | undefined;
    accepts?(message: unknown, sender: Sender): boolean;
}
export interface About {
    readonly requests: readonly string[];
    readonly entry?: string;
}
export interface System {
    readonly name: string;
    readonly summary: string;
    readonly noun?: string;
    code?(): string;
    readonly earlier?: boolean;
    readonly points: readonly string[];
    label?(state: object): string;
    readonly vocabulary?: (() => Vocabulary) | undefined;
    readonly probes: readonly string[];
    readonly sizes?: readonly number[];
    quorum(replicas: number): number;
    draw(sequence: Sequence, scenario: Scenario): Scenario;
    build(scenario: Scenario): SystemRun;
    describeMessage(message: unknown): string;
    describeState(state: unknown): string;
    describeObservation?(observation: Observation): string | undefined;
    observationWeight?(observation: Observation): number | undefined;
    describeOperation(operation: unknown): string;
    describeResult(result: unknown): string;
    timerName?(timer: number, isReplica: boolean): string | undefined;
    about?(thing: unknown): About | undefined;
    readonly progress?: {
        readonly id: string;
        readonly name: string;
    };
    served?(scenario: Scenario): Scenario['settings'];
    readonly formats?: {
        readonly wire: number;
        readonly disk: number;
    };
    abstraction?(tank: Tank): number;
}

// sim/scenario/workload-state.d.ts
export interface OperationCounts {
    called: number;
    ok: number;
    failed: number;
    unknown: number;
    abandoned: number;
    inStorm: number;
}
export interface WorkloadState {
    issued: Int32Array;
    open: Uint8Array;
    openSinceHeal: Uint8Array;
    satisfied: Uint8Array;
    unfinished: number;
    counts: OperationCounts;
}
export declare const newWorkloadState: (clients: number) => WorkloadState;

// sim/script/scripted-cluster.d.ts
import type { DiskError } from '../../src/process/disk.js';
import { type ProcessId } from '../../src/process/ids.js';
import type { ClientProcess, Observation, Outcome, Process } from '../../src/process/process.js';
import { World } from '../kernel/world.js';
import type { ScriptedDisk, SectorFate } from './scripted-disk.js';
import { type Packet } from './scripted-surroundings.js';
export interface ScriptedParts<R extends object, C extends object, M> {
    readonly replicas: readonly Process<R, M>[];
    readonly clients?: readonly ClientProcess<C, M, never, unknown>[];
    readonly random?: (bound: number) => number;
}
export declare class ScriptedCluster<R extends object, C extends object, M> {
    readonly world: World;
    readonly packets: Packet<M>[];
    readonly outcomes: {
        readonly client: ProcessId;
        readonly outcome: Outcome<unknown>;
    }[];
    crashAt: (process: ProcessId, point: string) => boolean;
    onSend: (packet: Packet<M>) => void;
    onObservation: (process: ProcessId, observation: Observation) => void;
    onOutcome: (client: ProcessId, outcome: Outcome<unknown>) => void;
    private readonly agenda;
    private readonly surroundings;
    private us;
    constructor({ replicas, clients, random }: ScriptedParts<R, C, M>);
    get nowUs(): number;
    get probes(): ReadonlyMap<string, number>;
    state(replica: number): R;
    clientState(client: number): C;
    isUp(process: number): boolean;
    disk(process: number): ScriptedDisk;
    start(process: number): void;
    crash(process: number, fateOf?: () => SectorFate): void;
    invoke(client: number, operation: unknown): void;
    deliver(packet: Packet<M>): void;
    inject({ from, to, message, id }: Packet<M>): void;
    drop(which: (packet: Packet<M>) => boolean): Packet<M>[];
    completeDisk(process: number, index?: number, error?: DiskError | null): void;
    run(deliverable?: (packet: Packet<M>) => boolean): number;
    get timers(): readonly {
        readonly process: number;
        readonly timer: number;
        readonly atUs: number;
    }[];
    nextTimerUs(): number | undefined;
    fireNextTimer(): void;
    pass(us: number, deliverable?: (packet: Packet<M>) => boolean): void;
    private busyDisk;
    private take;
}

// sim/script/scripted-disk.d.ts
import { type Disk, type DiskCompletion, type DiskError } from '../../src/process/disk.js';
export interface DiskRequest {
    readonly id: number;
    readonly op: DiskCompletion['op'];
    readonly token: number;
    readonly file: string;
    readonly offset: number;
    readonly lengthBytes: number;
    readonly bytes: Uint8Array;
    readonly covers: readonly DiskRequest[];
}
export type SectorFate = 'kept' | 'lost' | 'torn';
export declare class ScriptedDisk implements Disk {
    readonly durable: Map<string, Uint8Array<ArrayBufferLike>>;
    requests: DiskRequest[];
    private cached;
    private issued;
    read(file: string, offset: number, lengthBytes: number, token: number): void;
    write(file: string, offset: number, bytes: Uint8Array, token: number): void;
    sync(file: string, token: number): void;
    complete(request: DiskRequest, error: DiskError | null): DiskCompletion;
    crash(fateOf: () => SectorFate): void;
    private ask;
    private bytesOf;
    private store;
}

// sim/script/scripted-surroundings.d.ts
import type { Disk, DiskCompletion } from '../../src/process/disk.js';
import type { ProcessId } from '../../src/process/ids.js';
import type { Outcome } from '../../src/process/process.js';
import type { Driver, Environment } from '../kernel/ports.js';
import { ScriptedDisk, type SectorFate } from './scripted-disk.js';
export interface Packet<M> {
    readonly from: ProcessId;
    readonly to: ProcessId;
    readonly message: M;
    readonly id?: number;
}
export interface Script<M> {
    readonly random: ((bound: number) => number) | undefined;
    nowUs(): number;
    crashAt(process: ProcessId, point: string): boolean;
    onSend(packet: Packet<M>): void;
    onOutcome(client: ProcessId, outcome: Outcome<unknown>): void;
}
export declare class ScriptedSurroundings<M> implements Environment, Driver {
    readonly packets: Packet<M>[];
    operation: unknown;
    fateOf: () => SectorFate;
    private readonly disks;
    private readonly script;
    private drawn;
    constructor(processes: number, script: Script<M>);
    diskOf(process: ProcessId): ScriptedDisk;
    send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
    arrive(_from: ProcessId, _to: ProcessId, payload: unknown): unknown;
    disk(process: ProcessId): Disk;
    diskDone(_process: ProcessId, _request: number, payload: unknown): DiskCompletion;
    timerDelay(_process: ProcessId, delayUs: number): number;
    localTime(): number;
    wallTime(): number;
    random(_process: ProcessId, bound: number): number;
    point(process: ProcessId, name: string): boolean;
    crashed(process: ProcessId): void;
    fault(): void;
    faultName(): string;
    durable(process: ProcessId, file: string): Uint8Array;
    afterCrash(process: ProcessId, file: string): Uint8Array;
    next(): unknown;
    completed(client: ProcessId, outcome: Outcome<unknown>): void;
    started(): void;
    state(): object;
}

// sim/shrink/candidate.d.ts
import type { Edits } from '../chance/site.js';
import type { Scenario } from '../scenario/scenario.js';
export interface Candidate {
    readonly scenario: Scenario;
    readonly edits: Edits;
}
export interface Size {
    readonly steps: number;
    readonly messages: number;
    readonly faults: number;
    readonly operations: number;
    readonly clients: number;
    readonly replicas: number;
    readonly virtualUs: number;
    readonly details: number;
    readonly edits: number;
    readonly drawn: number;
}
export declare function costOf(size: Size): number;
export declare const keyOf: ({ scenario, edits }: Candidate) => string;
export declare function calming({ scenario, edits }: Candidate, names: readonly string[]): Candidate;

// sim/shrink/explain.d.ts
import type { System } from '../scenario/system.js';
import { type Candidate } from './candidate.js';
import { type Failing } from './oracle.js';
import { type Budget } from './search.js';
export interface FaultRole {
    readonly name: string;
    readonly role: 'necessary' | 'other' | 'idle';
}
export interface Contrast {
    readonly change: {
        readonly decision: string;
    } | 'sound code';
    readonly step: number;
    readonly fails: string;
    readonly passes: string;
}
export interface Explanation {
    readonly faults: readonly FaultRole[];
    readonly nearest: Contrast | undefined;
    readonly sound: Contrast | undefined;
}
export interface ExplainOptions {
    readonly sound?: System | undefined;
    readonly spent?: (() => boolean) | undefined;
    readonly bounded?: Budget['bounded'];
}
export declare const explain: (system: System, failing: Failing, options?: ExplainOptions) => Explanation;
export declare const nearestPassing: (system: System, failing: Failing, options?: ExplainOptions) => Candidate | undefined;

// sim/shrink/lookahead.d.ts
import type { System } from '../scenario/system.js';
import { type Candidate } from './candidate.js';
import { type Judgement } from './oracle.js';
export interface Goal {
    readonly fingerprint: string;
    readonly cost: number;
    readonly stepsMax: number;
}
export type Report = {
    readonly type: 'hopeless';
    readonly slipped?: string | undefined;
} | {
    readonly type: 'unknown';
};
export interface Lookahead {
    readonly ahead: number;
    readonly aheadAtFirst: number;
    readonly share: number;
    readonly stepsTogether: number;
    readonly isAwaited: boolean;
    look(candidates: readonly Candidate[], goal: Goal): Promise<readonly Report[]>;
    forget(): void;
}
export declare function tried(system: System, candidate: Candidate, { fingerprint, stepsMax }: Goal): Judgement;
export declare const isBetter: (found: Judgement, cost: number) => boolean;
export declare function reportOf(found: Judgement, { cost }: Goal): Report;

// sim/shrink/oracle.d.ts
import { type Meaning } from '../chance/site.js';
import type { FoundViolation, RunResult } from '../run/result.js';
import type { System } from '../scenario/system.js';
import type { Candidate, Size } from './candidate.js';
export interface Failing {
    readonly candidate: Candidate;
    readonly size: Size;
    readonly violation: FoundViolation;
    readonly result: RunResult;
}
export type Judgement = Failing | {
    readonly slipped: FoundViolation;
} | undefined;
export declare function judge(system: System, candidate: Candidate, fingerprint: string | undefined, stepsMax?: number): Judgement;
export declare function decisionsOf(system: System, candidate: Candidate, meaning: Meaning): string[];

// sim/shrink/search.d.ts
import type { Edits, Meaning } from '../chance/site.js';
import type { Scenario } from '../scenario/scenario.js';
import type { System } from '../scenario/system.js';
import { type Candidate } from './candidate.js';
import { type Lookahead } from './lookahead.js';
import { type Failing } from './oracle.js';
export interface Budget {
    readonly runsMax: number;
    readonly spent?: () => boolean;
    readonly bounded?: <T>(runs: () => T) => T;
    readonly breathe?: () => Promise<void>;
    readonly sound?: System;
    readonly lookahead?: Lookahead;
}
export declare class BudgetSpent extends Error {
}
export declare class Search {
    best: Failing;
    runs: number;
    effort: number;
    coarse: boolean;
    finishing: boolean;
    readonly slipped: Map<string, Candidate>;
    readonly system: System;
    private readonly lean;
    private readonly budget;
    private readonly tried;
    private inVain;
    private readonly onBetter;
    constructor(system: System, start: Failing, budget: Budget, onBetter?: (best: Failing) => void);
    first(candidates: Iterable<Candidate>): Promise<number>;
    private get together();
    private get groupsAhead();
    private turnsOf;
    private take;
    private slip;
    decisions(meaning: Meaning): Promise<string[]>;
    delays(): Promise<string[]>;
    get livenessUsMin(): number;
    private isSound;
    private judge;
    private within;
    private get goal();
}
export declare function passes(system: System, scenario: Scenario, edits: Edits): boolean;

// sim/shrink/shrink.d.ts
import type { System } from '../scenario/system.js';
import { type Candidate, type Size } from './candidate.js';
import { type Failing } from './oracle.js';
import { type Budget } from './search.js';
export interface ShrinkOptions extends Partial<Budget> {
    readonly onBetter?: (best: Failing, pass: string, runs: number) => void;
}
export interface Tried {
    readonly pass: string;
    readonly runs: number;
    readonly smaller: number;
}
export interface Shrunk {
    readonly before: Size;
    readonly after: Size;
    readonly best: Failing;
    readonly runs: number;
    readonly exhausted: boolean;
    readonly tried: readonly Tried[];
    readonly slipped: ReadonlyMap<string, Candidate>;
}
export declare class NothingToShrink extends Error {
}
export declare function shrink(system: System, start: Candidate, options?: ShrinkOptions): Promise<Shrunk>;

// sim/text/no-effect.d.ts
import type { RulesFired } from '../faults/rules/fired-rules.js';
import type { Scenario } from '../scenario/scenario.js';
import type { System } from '../scenario/system.js';
export interface NoEffect {
    readonly of: string;
    readonly why: string;
}
export declare const noEffectText: ({ of, why }: NoEffect) => string;
export declare function quietRules(system: Pick<System, 'vocabulary' | 'points'>, { faults }: Scenario, fired: RulesFired, runs: number): readonly NoEffect[];
export declare const unmetEdit: (of: string) => NoEffect;

// src/process/codec.d.ts
import { allocate } from './slab.js';
export { allocate };
export type Encodable = null | boolean | number | bigint | string | Uint8Array | readonly Encodable[] | {
    readonly [key: string]: Encodable;
};
export declare function encode(value: unknown): Uint8Array;
export declare function decode(bytes: Uint8Array): unknown;
export declare function checksum(bytes: Uint8Array, before?: number): number;
export declare function seal(value: unknown): Uint8Array;
export declare function unseal(sealed: Uint8Array): unknown;
export declare function putWord(bytes: Uint8Array, at: number, word: number): void;
export declare function getWord(bytes: Uint8Array, at: number): number;

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

// src/process/effects.d.ts
import type { Disk } from './disk.js';
import type { ProcessId } from './ids.js';
import type { Observation, Outcome } from './process.js';
export declare const CRASH_HERE: unique symbol;
export interface Effects {
    readonly replicas: number;
    readonly processes: number;
    readonly running: number;
    readonly checksPlain: boolean;
    localTime(process: ProcessId): number;
    wallTime(process: ProcessId): number;
    random(process: ProcessId, bound: number): number;
    send(from: ProcessId, to: ProcessId, message: unknown): void;
    setTimer(process: ProcessId, timer: number, delayUs: number): void;
    cancelTimer(process: ProcessId, timer: number): void;
    disk(process: ProcessId): Disk;
    observe(process: ProcessId, observation: Observation): void;
    point(process: ProcessId, name: string): boolean;
    probe(name: string): void;
    probed?(process: ProcessId, name: string): void;
    stopping?(process: ProcessId, reason: string): void;
    hasOpenOperation(client: ProcessId): boolean;
    complete(client: ProcessId, outcome: Outcome<unknown>): void;
}

// src/process/event-kind.d.ts
export declare const EventKind: {
    readonly start: 0;
    readonly message: 1;
    readonly timer: 2;
    readonly disk: 3;
    readonly invoke: 4;
    readonly fault: 5;
    readonly wake: 6;
};
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

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

// src/process/sender.d.ts
export interface Sender {
    readonly role: 'replica' | 'client';
    readonly id: number;
}

// src/process/slab.d.ts
export declare function allocate(lengthBytes: number): Uint8Array;
export declare const isSlab: (buffer: ArrayBufferLike) => boolean;
