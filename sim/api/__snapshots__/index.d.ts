import { z } from "zod";
type Encodable = null | boolean | number | bigint | string | Uint8Array | readonly Encodable[] | {
  readonly [key: string]: Encodable;
};
export declare function encode(value: unknown): Uint8Array;
export declare function decode(bytes: Uint8Array): unknown;
export declare function checksum(bytes: Uint8Array, before?: number): number;
export declare function seal(value: unknown): Uint8Array;
export declare function unseal(sealed: Uint8Array): unknown;
export declare const SECTOR_BYTES = 512;
type DiskError = 'io' | 'full';
interface DiskCompletion {
  readonly op: 'read' | 'write' | 'sync';
  readonly token: number;
  readonly error: DiskError | null;
  readonly bytes: Uint8Array | null;
}
interface Disk {
  read(file: string, offset: number, lengthBytes: number, token: number): void;
  write(file: string, offset: number, bytes: Uint8Array, token: number): void;
  sync(file: string, token: number): void;
}
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & {
  readonly [brand]: Name;
};
type ProcessId = Brand<number, 'ProcessId'>;
export declare const processId: (index: number) => ProcessId;
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
interface Context<Message> {
  readonly self: ProcessId;
  readonly replicas: number;
  now(): number;
  wallTime(): number;
  random(bound: number): number;
  send(to: ProcessId, message: Message): void;
  setTimer(timer: number, delayUs: number): void;
  cancelTimer(timer: number): void;
  readonly disk: Disk;
  observe(observation: Observation): void;
  point(name: string): void;
  stop(reason: string): never;
  probe(name: string): void;
}
interface ClientContext<Message, Result> extends Context<Message> {
  complete(outcome: Outcome<Result>): void;
}
interface Process<State extends object, Message, Ctx extends Context<Message> = Context<Message>> {
  init(self: ProcessId): State;
  start(state: State, ctx: Ctx): void;
  message(state: State, from: ProcessId, message: Message, ctx: Ctx): void;
  timer(state: State, timer: number, ctx: Ctx): void;
  disk(state: State, completion: DiskCompletion, ctx: Ctx): void;
}
interface ClientProcess<State extends object, Message, Operation, Result> extends Process<State, Message, ClientContext<Message, Result>> {
  invoke(state: State, operation: Operation, ctx: ClientContext<Message, Result>): void;
}
declare class Sequence {
  private readonly key;
  private index;
  constructor(seed: string, name: string);
  below(bound: number): number;
  between(min: number, max: number): number;
  percent(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  logBetween(min: number, max: number): number;
}
type Edits = Readonly<Record<string, number>>;
interface ViolationFacts {
  readonly title: string;
  readonly facts: readonly string[];
  readonly witness: string;
  readonly process?: ProcessId;
}
type DropReason = 'lost' | 'partition' | 'damaged' | 'overflow' | 'down';
interface Tank<R = unknown, C = unknown> {
  readonly nowUs: number;
  readonly step: number;
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
interface StepRecord {
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
declare class Trace {
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
type AnyReplica = Process<object, unknown>;
type AnyClient = ClientProcess<object, unknown, unknown, unknown>;
declare const scenarioSchema: z.ZodObject<{
  version: z.ZodLiteral<1>;
  seed: z.ZodString;
  system: z.ZodString;
  replicas: z.ZodNumber;
  clients: z.ZodNumber;
  operations: z.ZodNumber;
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
    strategy: z.ZodDefault<z.ZodEnum<{
      pct: "pct";
      pos: "pos";
      uniform: "uniform";
    }>>;
    fifo: z.ZodBoolean;
    uneven: z.ZodBoolean;
    dropPpm: z.ZodNumber;
    duplicatePpm: z.ZodNumber;
    latePpm: z.ZodNumber;
    lateMaxUs: z.ZodNumber;
    damagePpm: z.ZodNumber;
    misroutePpm: z.ZodNumber;
    queueMax: z.ZodNumber;
  }, z.core.$strict>;
  partition: z.ZodObject<{
    everyUs: z.ZodNumber;
    durationUs: z.ZodNumber;
    shapes: z.ZodArray<z.ZodEnum<{
      bridge: "bridge";
      halves: "halves";
      isolate: "isolate";
      link: "link";
      majority: "majority";
      "one-way-in": "one-way-in";
      "one-way-out": "one-way-out";
      ring: "ring";
    }>>;
    clients: z.ZodBoolean;
  }, z.core.$strict>;
  clog: z.ZodObject<{
    everyUs: z.ZodNumber;
    durationUs: z.ZodNumber;
    swizzle: z.ZodBoolean;
  }, z.core.$strict>;
  disk: z.ZodObject<{
    latencyMinUs: z.ZodNumber;
    latencyMeanUs: z.ZodNumber;
    stallPpm: z.ZodNumber;
    stallUs: z.ZodNumber;
    lostPpm: z.ZodNumber;
    tornPpm: z.ZodNumber;
    readErrorPpm: z.ZodDefault<z.ZodNumber>;
    writeErrorPpm: z.ZodDefault<z.ZodNumber>;
    syncErrorPpm: z.ZodDefault<z.ZodNumber>;
    lostWritePpm: z.ZodDefault<z.ZodNumber>;
    misdirectedPpm: z.ZodDefault<z.ZodNumber>;
    rotEveryUs: z.ZodDefault<z.ZodNumber>;
    wipeEveryUs: z.ZodDefault<z.ZodNumber>;
    fullEveryUs: z.ZodDefault<z.ZodNumber>;
    fullDurationUs: z.ZodDefault<z.ZodNumber>;
    slowFactor: z.ZodDefault<z.ZodNumber>;
    beyond: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  crash: z.ZodObject<{
    everyUs: z.ZodNumber;
    durationUs: z.ZodNumber;
    midHandlerPpm: z.ZodNumber;
    blackoutPpm: z.ZodNumber;
    downMax: z.ZodNumber;
    pointPpm: z.ZodNumber;
    forgetful: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  clientCrash: z.ZodObject<{
    everyUs: z.ZodNumber;
    durationUs: z.ZodNumber;
  }, z.core.$strict>;
  pause: z.ZodObject<{
    everyUs: z.ZodNumber;
    durationUs: z.ZodNumber;
  }, z.core.$strict>;
  clock: z.ZodObject<{
    offsetMaxUs: z.ZodNumber;
    driftMaxPpm: z.ZodNumber;
    jumpEveryUs: z.ZodNumber;
    jumpMaxUs: z.ZodNumber;
  }, z.core.$strict>;
  aims: z.ZodArray<z.ZodObject<{
    point: z.ZodString;
    hit: z.ZodNumber;
    fault: z.ZodEnum<{
      crash: "crash";
      isolate: "isolate";
      pause: "pause";
      wipe: "wipe";
    }>;
    durationUs: z.ZodNumber;
  }, z.core.$strict>>;
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
}, z.core.$strict>;
type Scenario = z.infer<typeof scenarioSchema>;
type AnyInvariant = Invariant<object, unknown, unknown, unknown>;
interface Draw<Operation = unknown> {
  below(bound: number): number;
  pick(operations: readonly Operation[]): Operation;
}
interface SystemRun {
  readonly replicas: readonly AnyReplica[];
  readonly clients: readonly AnyClient[];
  readonly invariants: readonly AnyInvariant[];
  readonly modelled?: boolean;
  readonly observers?: readonly Observer<object, unknown, unknown, unknown>[];
  operation(draw: Draw, client: number, index: number): unknown;
  diverged(tank: Tank, among: readonly ProcessId[]): string | undefined;
  isWhole?(tank: Tank, replica: ProcessId): boolean;
  formatted?(replica: ProcessId): ReadonlyMap<string, Uint8Array>;
  groups?(tank: Tank): readonly (readonly ProcessId[])[];
  readonly losable?: number;
  excuse?(tank: Tank, core: readonly ProcessId[]): string | undefined;
}
interface About {
  readonly requests: readonly string[];
  readonly entry?: string;
}
interface System {
  readonly name: string;
  readonly summary: string;
  readonly points: readonly string[];
  readonly probes: readonly string[];
  quorum(replicas: number): number;
  draw(sequence: Sequence, scenario: Scenario): Scenario;
  build(scenario: Scenario): SystemRun;
  describeMessage(message: unknown): string;
  describeState(state: unknown): string;
  describeObservation?(observation: Observation): string | undefined;
  describeOperation(operation: unknown): string;
  describeResult(result: unknown): string;
  about?(thing: unknown): About | undefined;
  readonly progress?: {
    readonly id: string;
    readonly name: string;
  };
  abstraction?(tank: Tank): number;
}
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
  asRegister?(operation: Operation): RegisterOperation | undefined;
  blind?(operation: Operation): boolean;
  pure?(operation: Operation, result: Result | undefined): boolean;
  enablers?(operation: Operation, result: Result): readonly State[] | undefined;
  before?(operation: Operation, after: State): readonly State[];
}
type Hardship =
'crashes' | 'client-crashes' |
'loss' | 'duplicates' | 'reordering' |
'misrouting' | 'partitions' | 'pauses' |
'clocks';
type Settings = Readonly<Record<string, number | string | boolean>>;
interface Setup<S> {
  readonly replicas: number;
  readonly clients: number;
  readonly operations: number;
  readonly settings: S;
  readonly scenario: Scenario;
}
type For<S, Value> = Value | ((setup: Setup<S>) => Value);
type InvariantOver<R, C, M> = Invariant<object, R, C, M>;
interface PropertyName {
  readonly id: string;
  readonly name: string;
}
interface SystemDefinition<R extends object, C extends object, M, O, Drawn extends O, Expected, Result extends Expected, S extends Settings = Settings> {
  readonly name: string;
  readonly summary?: string;
  readonly replica: For<S, Process<R, M>>;
  readonly client: For<S, ClientProcess<C, NoInfer<M>, O, Result>>;
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
  };
  readonly freeze?: boolean;
  narrow?(scenario: Scenario, settings: S, sequence: Sequence): Scenario;
  readonly formatted?: For<S, ReadonlyMap<string, Uint8Array>>;
  isWhole?(tank: Tank<R, C>, replica: ProcessId): boolean;
  groups?(tank: Tank<R, C>, setup: Setup<S>): readonly (readonly ProcessId[])[];
  losable?(setup: Setup<S>): number;
  diverged?(tank: Tank<R, C>, among: readonly ProcessId[]): string | undefined;
  excuse?(tank: Tank<R, C>, core: readonly ProcessId[]): string | undefined;
  abstraction?(tank: Tank<R, C>): number;
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
export declare function defineSystem<R extends object, C extends object, M, O, const Drawn extends O, Expected, Result extends Expected, S extends Settings = Record<string, never>>(definition: SystemDefinition<R, C, M, O, Drawn, Expected, Result, S>): System;
interface Misuse {
  readonly title: string;
  readonly step: number;
  readonly timeUs: number;
  readonly process: string;
  readonly event: string;
  readonly what: string;
  readonly place: string | null;
  readonly advice: readonly string[];
}
declare const failureSchema: z.ZodObject<{
  version: z.ZodLiteral<2>;
  system: z.ZodString;
  seed: z.ZodString;
  scenario: z.ZodObject<{
    version: z.ZodLiteral<1>;
    seed: z.ZodString;
    system: z.ZodString;
    replicas: z.ZodNumber;
    clients: z.ZodNumber;
    operations: z.ZodNumber;
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
      strategy: z.ZodDefault<z.ZodEnum<{
        pct: "pct";
        pos: "pos";
        uniform: "uniform";
      }>>;
      fifo: z.ZodBoolean;
      uneven: z.ZodBoolean;
      dropPpm: z.ZodNumber;
      duplicatePpm: z.ZodNumber;
      latePpm: z.ZodNumber;
      lateMaxUs: z.ZodNumber;
      damagePpm: z.ZodNumber;
      misroutePpm: z.ZodNumber;
      queueMax: z.ZodNumber;
    }, z.core.$strict>;
    partition: z.ZodObject<{
      everyUs: z.ZodNumber;
      durationUs: z.ZodNumber;
      shapes: z.ZodArray<z.ZodEnum<{
        bridge: "bridge";
        halves: "halves";
        isolate: "isolate";
        link: "link";
        majority: "majority";
        "one-way-in": "one-way-in";
        "one-way-out": "one-way-out";
        ring: "ring";
      }>>;
      clients: z.ZodBoolean;
    }, z.core.$strict>;
    clog: z.ZodObject<{
      everyUs: z.ZodNumber;
      durationUs: z.ZodNumber;
      swizzle: z.ZodBoolean;
    }, z.core.$strict>;
    disk: z.ZodObject<{
      latencyMinUs: z.ZodNumber;
      latencyMeanUs: z.ZodNumber;
      stallPpm: z.ZodNumber;
      stallUs: z.ZodNumber;
      lostPpm: z.ZodNumber;
      tornPpm: z.ZodNumber;
      readErrorPpm: z.ZodDefault<z.ZodNumber>;
      writeErrorPpm: z.ZodDefault<z.ZodNumber>;
      syncErrorPpm: z.ZodDefault<z.ZodNumber>;
      lostWritePpm: z.ZodDefault<z.ZodNumber>;
      misdirectedPpm: z.ZodDefault<z.ZodNumber>;
      rotEveryUs: z.ZodDefault<z.ZodNumber>;
      wipeEveryUs: z.ZodDefault<z.ZodNumber>;
      fullEveryUs: z.ZodDefault<z.ZodNumber>;
      fullDurationUs: z.ZodDefault<z.ZodNumber>;
      slowFactor: z.ZodDefault<z.ZodNumber>;
      beyond: z.ZodDefault<z.ZodBoolean>;
    }, z.core.$strict>;
    crash: z.ZodObject<{
      everyUs: z.ZodNumber;
      durationUs: z.ZodNumber;
      midHandlerPpm: z.ZodNumber;
      blackoutPpm: z.ZodNumber;
      downMax: z.ZodNumber;
      pointPpm: z.ZodNumber;
      forgetful: z.ZodDefault<z.ZodBoolean>;
    }, z.core.$strict>;
    clientCrash: z.ZodObject<{
      everyUs: z.ZodNumber;
      durationUs: z.ZodNumber;
    }, z.core.$strict>;
    pause: z.ZodObject<{
      everyUs: z.ZodNumber;
      durationUs: z.ZodNumber;
    }, z.core.$strict>;
    clock: z.ZodObject<{
      offsetMaxUs: z.ZodNumber;
      driftMaxPpm: z.ZodNumber;
      jumpEveryUs: z.ZodNumber;
      jumpMaxUs: z.ZodNumber;
    }, z.core.$strict>;
    aims: z.ZodArray<z.ZodObject<{
      point: z.ZodString;
      hit: z.ZodNumber;
      fault: z.ZodEnum<{
        crash: "crash";
        isolate: "isolate";
        pause: "pause";
        wipe: "wipe";
      }>;
      durationUs: z.ZodNumber;
    }, z.core.$strict>>;
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
  tape: z.ZodNullable<z.ZodString>;
}, z.core.$strict>;
type Failure = z.infer<typeof failureSchema>;
interface FaultCounts {
  lost: number;
  partitioned: number;
  damaged: number;
  overflowed: number;
  misrouted: number;
  duplicated: number;
  duplicatedLate: number;
  duplicatedAcrossRestart: number;
  clogged: number;
  partitions: number;
  oneWayPartitions: number;
  clogs: number;
  crashes: number;
  midHandlerCrashes: number;
  pointCrashes: number;
  blackouts: number;
  clientCrashes: number;
  pauses: number;
  clockJumps: number;
  diskStalls: number;
  unsyncedKept: number;
  unsyncedLost: number;
  unsyncedTorn: number;
  readErrors: number;
  writeErrors: number;
  syncErrors: number;
  writesLost: number;
  writesMisdirected: number;
  sectorsRotten: number;
  disksWiped: number;
  writesWithoutSpace: number;
  slowDisks: number;
}
interface OperationCounts {
  called: number;
  ok: number;
  failed: number;
  unknown: number;
  abandoned: number;
}
type Verdict = 'pass' | 'violation' | 'excused' | 'budget' | 'error';
interface Breach {
  readonly invariant: string;
  readonly name: string;
  readonly statement: string;
  readonly title: string;
  readonly step: number;
  readonly timeUs: number;
  readonly process: number | null;
  readonly facts: readonly string[];
  readonly fingerprint: string;
}
interface RunResult {
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly faults: FaultCounts;
  readonly probes: Readonly<Record<string, number>>;
  readonly operations: OperationCounts;
  readonly breach?: Breach;
  readonly reason?: string;
  readonly nondeterminism?: OutsideCall;
  readonly cut?: true;
  readonly trace: Trace;
}
interface OutsideCall {
  readonly call: string;
  readonly place: string;
}
interface ScenarioOptions {
  readonly scenario?: Scenario;
  readonly replicas?: number;
  readonly clients?: number;
  readonly operations?: number;
  readonly stepsMax?: number;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly edits?: Edits;
}
interface SimulateOptions extends ScenarioOptions {
  readonly seed: string | number;
  readonly checkDeterminism?: boolean;
  readonly again?: string;
  readonly next?: string;
}
interface Run extends RunResult {
  readonly scenario: Scenario;
  readonly edits: Edits;
  readonly passed: boolean;
  readonly failure?: string;
  readonly misuse?: Misuse;
}
export declare function simulate(system: System, options: SimulateOptions): Run;
interface FuzzOptions extends ScenarioOptions {
  readonly seeds: number | readonly [first: number, last: number];
  readonly keepGoing?: boolean;
  readonly signal?: AbortSignal;
  readonly onRun?: (run: Run) => void;
}
interface Campaign {
  readonly seeds: number;
  readonly passed: number;
  readonly excused: number;
  readonly steps: number;
  readonly failures: readonly Run[];
  readonly unreached: readonly string[];
}
export declare function fuzz(system: System, options: FuzzOptions): Promise<Campaign>;
interface Replay extends Run {
  readonly same: boolean;
}
export declare function replay(system: System, failure: Failure | string): Replay;
interface Candidate {
  readonly scenario: Scenario;
  readonly edits: Edits;
}
interface Size {
  readonly steps: number;
  readonly messages: number;
  readonly faults: number;
  readonly operations: number;
  readonly clients: number;
  readonly replicas: number;
  readonly virtualUs: number;
  readonly details: number;
  readonly edits: number;
}
interface Failing {
  readonly candidate: Candidate;
  readonly size: Size;
  readonly breach: Breach;
  readonly result: RunResult;
}
interface Shrunk$1 {
  readonly before: Size;
  readonly after: Size;
  readonly best: Failing;
  readonly runs: number;
  readonly exhausted: boolean;
  readonly slipped: ReadonlyMap<string, Candidate>;
}
interface ShrinkOptions {
  readonly minutes?: number;
  readonly runsMax?: number;
}
interface Shrunk extends Pick<Shrunk$1, 'before' | 'after' | 'runs' | 'exhausted'> {
  readonly scenario: Scenario;
  readonly edits: Edits;
  readonly faults: readonly string[];
  readonly text: string;
}
export declare function shrink(system: System, failing: {
  readonly scenario: Scenario;
  readonly edits?: Edits;
}, { minutes, runsMax }?: ShrinkOptions): Promise<Shrunk>;
export type { Breach, Campaign, ClientContext, ClientProcess, Context, Disk, DiskCompletion, DiskError, Draw, Edits, Encodable, Failure, For, FuzzOptions, Hardship, InvariantOver, Misuse, Observation, Outcome, Process, ProcessId, PropertyName, Replay, Run, RunResult, Scenario, Sequence, Settings, Setup, ShrinkOptions, Shrunk, SimulateOptions, System, SystemDefinition, Verdict };