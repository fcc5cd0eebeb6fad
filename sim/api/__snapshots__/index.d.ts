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
type AnyContext = ClientContext<unknown, unknown>;
interface Resident {
  boot(self: ProcessId): void;
  crash(): void;
  start(ctx: AnyContext): unknown;
  message(from: ProcessId, message: unknown, ctx: AnyContext): unknown;
  timer(timer: number, ctx: AnyContext): unknown;
  disk(completion: DiskCompletion, ctx: AnyContext): unknown;
  invoke(operation: unknown, ctx: AnyContext): unknown;
  view(): object | undefined;
  copy?(): Resident;
}
type AnyReplica = Process<object, unknown>;
type AnyClient = ClientProcess<object, unknown, unknown, unknown>;
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
interface Environment {
  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
  arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown;
  disk(process: ProcessId): Disk;
  diskDone(process: ProcessId, request: number, payload: unknown): DiskCompletion;
  timerDelay(process: ProcessId, delayUs: number): number;
  localTime(process: ProcessId): number;
  wallTime(process: ProcessId): number;
  random(process: ProcessId, bound: number): number;
  point(process: ProcessId, name: string): boolean;
  crashed(process: ProcessId): void;
  fault(injector: number, code: number): void;
  faultName(injector: number): string;
  durable(process: ProcessId, file: string): Uint8Array;
  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
  state(): object;
}
interface DriverPort {
  readonly nowUs: number;
  readonly replicas: number;
  readonly healed: boolean;
  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
}
interface Driver {
  next(client: ProcessId): unknown;
  completed(client: ProcessId, outcome: Outcome<unknown>): void;
  started(client: ProcessId): void;
  crashed(client: ProcessId): void;
  state(): object;
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
type ListOperation = {
  readonly kind: 'push';
  readonly value: string;
} | {
  readonly kind: 'list';
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
type Hardship =
'crashes' | 'client-crashes' |
'loss' | 'duplicates' | 'reordering' |
'misrouting' | 'partitions' | 'pauses' |
'clocks' |
'disk-errors' |
'disk-damage';
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
  hasRecovered?(tank: Tank<R, C>, replica: ProcessId): boolean;
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
type AnyObserver = Observer<object, unknown, unknown, unknown>;
type Kind = keyof Handlers<object>;
type Handler<K extends Kind> = NonNullable<Handlers<object>[K]>;
interface Subscribers<K extends Kind> {
  readonly handlers: Handler<K>[];
  readonly states: object[];
  readonly owners: AnyObserver[];
}
interface StepSubscribers extends Subscribers<'step'> {
  readonly facts: Changing[];
  readonly bits: number[];
}
type TypedKind = 'send' | 'deliver' | 'observe';
declare class TypedSubscribers<K extends TypedKind> {
  private readonly untyped;
  private readonly byType;
  of(value: unknown): Subscribers<K>;
  add(handler: Handler<K> | undefined, types: readonly string[] | undefined, state: object, owner: AnyObserver): void;
}
declare class Subscriptions {
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
interface Violation extends ViolationFacts {
  readonly observer: AnyObserver;
  readonly step: number;
  readonly timeUs: number;
}
declare class Audience {
  violation: Violation | undefined;
  private readonly tank;
  private subscriptions;
  private observer;
  constructor(tank: Tank, subscriptions?: Subscriptions);
  fork(tank: Tank): Audience;
  stateOf<S extends object>(observer: Observer<S>): S;
  violate(facts: ViolationFacts): void;
  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
  deliver(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
  drop(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void;
  step(process: ProcessId): void;
  start(process: ProcessId): void;
  crash(process: ProcessId): void;
  durable(process: ProcessId, file: string): void;
  damage(process: ProcessId, wiped: boolean): void;
  call(client: ProcessId, id: number, operation: unknown): void;
  return(client: ProcessId, id: number, outcome: Outcome<unknown>): void;
  observe(process: ProcessId, observation: Observation): void;
  timer(process: ProcessId, timer: number): void;
  disk(process: ProcessId, completion: DiskCompletion): void;
  due(fault: string): void;
  fault(event: FaultEvent): void;
  heal(core: readonly ProcessId[]): void;
  end(): void;
  panic(process: ProcessId, error: unknown): void;
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
interface OperationCounts {
  called: number;
  ok: number;
  failed: number;
  unknown: number;
  abandoned: number;
}
interface OutsideCall {
  readonly call: string;
  readonly place: string;
}
type Verdict = 'pass' | 'violation' | 'excused' | 'budget' | 'error';
type FaultCounts = Readonly<Record<string, number>>;
interface Breach {
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
export declare class ScenarioError extends Error {
  readonly name = "ScenarioError";
}
interface Agenda {
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
interface WorldParts {
  readonly residents: readonly Resident[];
  readonly replicas: number;
  readonly freeze: boolean;
  readonly plain?: boolean;
  readonly observers: readonly AnyObserver[];
  readonly trace: Trace;
  readonly agenda?: Agenda;
}
interface Surroundings {
  readonly environment: Environment;
  readonly driver: Driver;
}
interface Effects {
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
  hasOpenOperation(client: ProcessId): boolean;
  complete(client: ProcessId, outcome: Outcome<unknown>): void;
}
interface WorldState {
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
  pausedUntilUs: Float64Array;
  openOperation: Float64Array;
  timers: Int32Array;
}
declare abstract class WorldView implements Tank {
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
  protected constructor(parts: WorldParts, agenda: Agenda, state: WorldState);
  get nowUs(): number;
  get step(): number;
  get healed(): boolean;
  get cause(): number;
  get violation(): Audience['violation'];
  isUp(process: ProcessId): boolean;
  incarnation(process: ProcessId): number;
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
declare abstract class WorldPorts extends WorldView implements Effects, EnvironmentPort, DriverPort {
  running: number;
  get checksPlain(): boolean;
  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
  boot(process: ProcessId): void;
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
  observe(process: ProcessId, observation: Observation): void;
  hasOpenOperation(client: ProcessId): boolean;
  complete(client: ProcessId, outcome: Outcome<unknown>): void;
  protected resident(process: ProcessId): Resident;
}
declare class World extends WorldPorts {
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
interface DiskRequest {
  readonly id: number;
  readonly op: DiskCompletion['op'];
  readonly token: number;
  readonly file: string;
  readonly offset: number;
  readonly lengthBytes: number;
  readonly bytes: Uint8Array;
  readonly covers: readonly DiskRequest[];
}
type SectorFate = 'kept' | 'lost' | 'torn';
declare class ScriptedDisk implements Disk {
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
interface Packet<M> {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: M;
  readonly id?: number;
}
interface ScriptedParts<R extends object, C extends object, M> {
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
export type { Breach, Campaign, ClientContext, ClientProcess, Context, Disk, DiskCompletion, DiskError, DiskRequest, Draw, Edits, Encodable, Failure, For, FuzzOptions, Hardship, InvariantOver, Misuse, Observation, Outcome, Packet, Process, ProcessId, PropertyName, Replay, Run, RunResult, Scenario, ScriptedDisk, ScriptedParts, SectorFate, Sequence, Settings, Setup, ShrinkOptions, Shrunk, SimulateOptions, System, SystemDefinition, Verdict };