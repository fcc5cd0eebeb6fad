import { z } from "zod";
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & {
  readonly [brand]: Name;
};
type ProcessId = Brand<number, 'ProcessId'>;
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
type Edits = Readonly<Record<string, number>>;
interface ScenarioOptions {
  readonly scenario?: Scenario;
  readonly replicas?: number;
  readonly clients?: number;
  readonly operations?: number;
  readonly stepsMax?: number;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly edits?: Edits;
}
export interface SimTestOptions extends ScenarioOptions {
  readonly seeds?: number | readonly [first: number, last: number];
  readonly timeout?: number;
}
export declare function simTest(name: string, system: System, options?: SimTestOptions): void;
export {};