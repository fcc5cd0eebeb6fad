import { z } from "zod";
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
interface StreamKey {
  readonly k0: number;
  readonly k1: number;
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
type EntityKind = 'link' | 'process' | 'run';
type Meaning = 'fault' | 'detail' | 'operation' | 'pace';
type Edits = Readonly<Record<string, number>>;
interface Site {
  readonly name: string;
  readonly entityKind: EntityKind;
  readonly meaning: Meaning;
  key: StreamKey;
  readonly edits: ReadonlyMap<number, number> | null;
}
interface PendingWrite {
  readonly request: number;
  readonly offset: number;
  bytes: Uint8Array;
  landing: number;
  completed: boolean;
  coveredBy: number;
}
interface Image {
  bytes: Uint8Array;
  sizeBytes: number;
}
interface SimulatedFile {
  readonly name: string;
  readonly intended: Image;
  real: Image | null;
  writes: PendingWrite[];
}
interface RequestFault {
  delay?(process: ProcessId, request: number, delayUs: number): number;
  read?(process: ProcessId, request: number): boolean;
  write?(process: ProcessId, write: PendingWrite, file: SimulatedFile): DiskError | null;
  sync?(process: ProcessId, request: number): boolean;
  drops?(process: ProcessId, write: PendingWrite): boolean;
  survivors?(process: ProcessId, index: number, lengthBytes: number): number;
}
interface Departure {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: unknown;
  readonly id: number;
  readonly entity: number;
  readonly index: number;
  readonly weightPercent: number;
  readonly inFlight: number;
}
type MessageFault = (departure: Departure) => boolean;
interface Counter {
  n: number;
}
declare const DELAY_SHAPES: readonly ['fixed', 'uniform', 'exponential', 'long-tail'];
type DelayShape = (typeof DELAY_SHAPES)[number];
interface Turn {
  readonly atUs: number;
  readonly salt: string;
}
type ParsedEdits = ReadonlyMap<string, ReadonlyMap<number, number>>;
interface DecisionRecorder {
  decided(site: Site, entity: number, index: number, value: number): void;
}
interface DecisionGuide {
  value(site: Site, entity: number, index: number, drawn: number): number;
}
declare class Decisions {
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
declare const EventKind: {
  readonly start: 0;
  readonly message: 1;
  readonly timer: 2;
  readonly disk: 3;
  readonly invoke: 4;
  readonly fault: 5;
};
type EventKind = (typeof EventKind)[keyof typeof EventKind];
interface EnvironmentPort {
  readonly nowUs: number;
  readonly replicas: number;
  readonly processes: number;
  isUp(process: ProcessId): boolean;
  incarnation(process: ProcessId): number;
  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
  boot(process: ProcessId): void;
  crash(process: ProcessId): void;
  pause(process: ProcessId, untilUs: number): void;
  dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void;
  synced(process: ProcessId, file: string): void;
  damaged(process: ProcessId, wiped: boolean): void;
  fault(event: FaultEvent): void;
  probe(name: string): void;
  absorb(bytes: Uint8Array): void;
}
interface ClocksState {
  driftPpm: Int32Array;
  wallOffsetUs: Float64Array;
}
declare class Clocks {
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
interface DiskState {
  files: SimulatedFile[];
  requests: number;
  torn: number;
  fullUntilUs: number;
  doomed: boolean;
}
interface DisksState {
  calm: boolean;
  disks: DiskState[];
  hurtIn: Int32Array;
  zones: (string | null)[];
}
interface Losses {
  hasRecovered(replica: ProcessId): boolean;
  readonly losable?: number | undefined;
}
declare class Atlas {
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
declare const diskSchema: z.ZodObject<{
  latencyMinUs: z.ZodNumber;
  latencyMeanUs: z.ZodNumber;
}, z.core.$strict>;
type DiskOptions = z.infer<typeof diskSchema>;
interface DisksParts {
  readonly port: EnvironmentPort;
  readonly decisions: Decisions;
  readonly options: DiskOptions;
  readonly losses: Losses;
  readonly beyond: boolean;
  readonly effect: (process: ProcessId) => void;
}
declare class Disks {
  faults: readonly RequestFault[];
  readonly atlas: Atlas;
  private readonly parts;
  private readonly latency;
  private readonly ports;
  private readonly kept;
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
  files(process: ProcessId): readonly SimulatedFile[];
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
interface NetworkState {
  calm: boolean;
  sent: Int32Array;
  cuts: Int32Array;
  inFlight: Int32Array;
  clogUntilUs: Float64Array;
  lastArrivalUs: Float64Array;
  weightPercent: Int32Array;
}
declare const networkSchema: z.ZodObject<{
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
type NetworkOptions = z.infer<typeof networkSchema>;
interface NetworkParts {
  readonly port: EnvironmentPort;
  readonly decisions: Decisions;
  readonly options: NetworkOptions;
  readonly wire: boolean;
  readonly counters: Readonly<Record<'partitioned' | 'clogged' | 'damaged' | 'duplicatedAcrossRestart', Counter>>;
}
declare class Network {
  faults: readonly MessageFault[];
  private readonly parts;
  private readonly processes;
  private readonly extraUs;
  private readonly departure;
  private readonly links;
  constructor(parts: NetworkParts, state?: NetworkState);
  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
  carry({ from, to: meant, id, entity, index }: Departure, to: ProcessId, payload: unknown): void;
  copy({ from, to, message, id }: Departure, delayUs: number): void;
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
interface FaultPort {
  readonly world: EnvironmentPort;
  readonly decisions: Decisions;
  readonly network: Network;
  readonly disks: Disks;
  readonly clocks: Clocks;
  readonly calm: boolean;
  readonly forgetful: boolean;
  counter(name: string): Counter;
  after(delayUs: number, fault: string, code: number): void;
  mayCrash(process: ProcessId): boolean;
  crash(process: ProcessId): void;
  armCrash(process: ProcessId, effects: number): void;
  disarm(process: ProcessId): boolean;
}
interface Draft {
  readonly replicas: number;
  readonly points: readonly string[];
  readonly network: {
    readonly delayMeanUs: number;
  };
}
type CountWords = readonly [one: string, several: string, needs?: readonly string[]];
interface Injection {
  begin?(): void;
  due?(code: number): void;
  heal?(): void;
  readonly message?: MessageFault;
  readonly request?: RequestFault;
  point?(process: ProcessId, name: string): boolean;
  crashed?(process: ProcessId): void;
}
interface FaultClass<Name extends string = string, Options extends object = object, State extends object = object> {
  readonly name: Name;
  readonly noun: string;
  readonly summary: string;
  readonly schema: z.ZodType<Options>;
  readonly calm: Options;
  readonly sharePercent?: number;
  draw(sequence: Sequence, draft: Draft): Options | undefined;
  describe(options: Options): string;
  lessen?(options: Options): readonly Options[];
  readonly sites: Readonly<Record<string, readonly [EntityKind, Meaning]>>;
  readonly counts: Readonly<Record<string, CountWords>>;
  tell?(event: FaultEvent, name: (process: number) => string): string;
  initial(port: FaultPort): State;
  inject(options: Options, port: FaultPort, state: State): Injection;
}
interface State$1 {
  count: number;
  cut: number[];
}
interface State {
  hits: number[];
  cuts: Map<number, number[]>;
  count: number;
}
declare const BUILT_IN: readonly [FaultClass<"drop", {
  ppm: number;
}, {}>, FaultClass<"narrow-link", {
  queueMax: number;
}, {}>, FaultClass<"duplicate", {
  ppm: number;
  extraMeanUs: number;
  latePpm: number;
  lateMaxUs: number;
}, {}>, FaultClass<"damage", {
  ppm: number;
}, {}>, FaultClass<"misroute", {
  ppm: number;
}, {}>, FaultClass<"uneven-links", {}, {}>, FaultClass<"partition", {
  everyUs: number;
  durationUs: number;
  shapes: ("bridge" | "halves" | "isolate" | "link" | "majority" | "one-way-in" | "one-way-out" | "ring")[];
  clients: boolean;
}, State$1>, FaultClass<"clog", {
  everyUs: number;
  durationUs: number;
  swizzle: boolean;
}, {
  count: number;
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
}, State>, FaultClass<"pause", {
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
}>];
type BuiltIn = (typeof BUILT_IN)[number];
type OptionsOf<C> = C extends FaultClass<string, infer Options, infer _> ? Options : never;
type Faults = { readonly [C in BuiltIn as C['name']]?: OptionsOf<C>; };
declare const scenarioSchema: z.ZodObject<{
  version: z.ZodLiteral<2>;
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
  hasRecovered?(tank: Tank, replica: ProcessId): boolean;
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