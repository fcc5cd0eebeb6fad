import { z } from 'zod';

const int = (min: number, max: number) => z.number().int().min(min).max(max);
const ppm = int(0, 1_000_000);
/** An hour: the longest time that makes sense in a scenario. */
const us = int(0, 3_600_000_000);

export const PARTITION_SHAPES = [
  'isolate',
  'halves',
  'majority',
  'bridge',
  'ring',
  'one-way-in',
  'one-way-out',
  'link',
] as const;
/** How delays, and so schedules, are chosen: sim/environment/strategies. */
export const STRATEGIES = ['uniform', 'pct', 'pos'] as const;
export type PartitionShape = (typeof PARTITION_SHAPES)[number];

const network = z.strictObject({
  /** Delay of a message that meets nothing special, and the mean of what is added. */
  delayMinUs: us,
  delayMeanUs: us,
  delayShape: z.enum(['fixed', 'uniform', 'exponential', 'long-tail']),
  strategy: z.enum(STRATEGIES).default('uniform'),
  /** Whether messages of one link keep their order. */
  fifo: z.boolean(),
  /** Whether faults strike some links more than others. */
  uneven: z.boolean(),
  dropPpm: ppm,
  duplicatePpm: ppm,
  /** Which of the duplicates arrive much later, and how much at most. */
  latePpm: ppm,
  lateMaxUs: us,
  damagePpm: ppm,
  misroutePpm: ppm,
  /** Messages in flight per link; one more is lost. */
  queueMax: int(1, 1_000_000),
});

/** Faults that strike again and again: mean time between two, mean duration. `everyUs` 0: never. */
const recurring = { everyUs: us, durationUs: us };

const partition = z.strictObject({
  ...recurring,
  shapes: z.array(z.enum(PARTITION_SHAPES)),
  /** Whether clients are cut off with the replicas of their side. */
  clients: z.boolean(),
});
const clog = z.strictObject({ ...recurring, swizzle: z.boolean() });
const disk = z.strictObject({
  latencyMinUs: us,
  latencyMeanUs: us,
  stallPpm: ppm,
  stallUs: us,
  /** Of the unsynced sectors at a crash: how many are lost, how many torn; the others are kept. */
  lostPpm: ppm,
  tornPpm: ppm,
  /** Requests that end with an error. A sync that fails may drop what it was to make durable; the next one works. */
  readErrorPpm: ppm.default(0),
  writeErrorPpm: ppm.default(0),
  syncErrorPpm: ppm.default(0),
  /** Writes that are acknowledged and never stored, or stored at another sector of the file. */
  lostWritePpm: ppm.default(0),
  misdirectedPpm: ppm.default(0),
  /** Mean time between two sectors of a replica that rot, two disks of it that are replaced by blank ones; 0: never. */
  rotEveryUs: us.default(0),
  wipeEveryUs: us.default(0),
  /** Mean time between two spells in which no file of a replica can grow, and how long they are; 0: never. */
  fullEveryUs: us.default(0),
  fullDurationUs: us.default(0),
  /** How many times slower the disks of some replicas are. */
  slowFactor: int(1, 1000).default(1),
  /** Whether more than a minority of the replicas may lose something at a time. Progress is not asked for then. */
  beyond: z.boolean().default(false),
});
const crash = z.strictObject({
  ...recurring,
  /** Crashes in the middle of a handler, between two of its effects. */
  midHandlerPpm: ppm,
  /** Crashes that take all replicas at once. */
  blackoutPpm: ppm,
  /** Replicas that may be down together (a blackout may take more). */
  downMax: int(0, 100),
  /** Each named point that a replica reaches crashes it this often. */
  pointPpm: ppm,
  /**
   * Whether a replica that crashed misses what the protocol counts on until it has made it good, as after the loss of a disk: then
   * only a minority is struck at a time.
   */
  forgetful: z.boolean().default(false),
});
const clock = z.strictObject({
  offsetMaxUs: us,
  driftMaxPpm: int(0, 100_000),
  jumpEveryUs: us,
  jumpMaxUs: us,
});
const aim = z.strictObject({
  /** Name of a point, as protocols mark them. */
  point: z.string().min(1),
  /** The how-manieth time it is reached, over all replicas. */
  hit: int(1, 1_000_000),
  /** `wipe`: a crash after which its disk is replaced by a blank one, if the others can make that good. */
  fault: z.enum(['crash', 'pause', 'isolate', 'wipe']),
  durationUs: us,
});

/** What one run is made of: plain JSON, drawn from a seed or written by hand. Times are microseconds, rates per million. */
export const scenarioSchema = z.strictObject({
  version: z.literal(1),
  seed: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII'),
  system: z.string().min(1),
  replicas: int(1, 7),
  clients: int(1, 32),
  /** Operations of each client. */
  operations: int(1, 1_000_000),
  /** How messages are kept apart: not at all, frozen when sent, or encoded and decoded. */
  isolation: z.enum(['shared', 'frozen', 'wire']),
  network,
  partition,
  clog,
  disk,
  crash,
  clientCrash: z.strictObject(recurring),
  pause: z.strictObject(recurring),
  clock,
  aims: z.array(aim).max(16),
  /** Mean pause of a client between two operations. */
  thinkUs: us,
  /** Faults stop when every operation was tried, and at the latest after this time. */
  safetyUs: us,
  /** What may become of replicas outside the core when faults stop; none: all are healed. */
  outsiders: z.array(z.enum(['dead', 'cut', 'half'])),
  /** Bound for progress once faults have stopped. */
  livenessUs: us,
  stepsMax: int(1, Number.MAX_SAFE_INTEGER),
  /** What the system itself draws and understands. */
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});

/** All that decides about a run besides the code and its edits: plain JSON, drawn from a seed or given. */
export type Scenario = z.infer<typeof scenarioSchema>;
export type Aim = z.infer<typeof aim>;

/** A scenario was refused; the message names the field by its path and says why, in one sentence. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** By name: a mutated system brings a class of its own. */
export const isScenarioError = (error: unknown): error is ScenarioError =>
  error instanceof Error && error.name === 'ScenarioError';

/** The value as a scenario. @throws ScenarioError naming the first wrong field. */
export function parseScenario(value: unknown): Scenario {
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  throw new ScenarioError(`${path === '' ? 'the scenario' : path}: ${issue?.message ?? 'not valid'}`);
}
