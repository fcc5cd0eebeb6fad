import { decode } from '../../src/process/codec.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { processId } from '../../src/process/ids.ts';
import { ProcessResident } from '../kernel/process-resident.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { Trace } from '../kernel/trace.ts';
import { World } from '../kernel/world.ts';
import { outsideCalls } from '../run/outside-calls.ts';
import { type FoundViolation, foundViolation } from '../run/result.ts';
import type { SystemRun } from '../scenario/system.ts';
import type { Item, MergedRun } from './merge.ts';
import type { LoggedStep } from './process-log.ts';
import { RecordedAgenda } from './recorded-agenda.ts';
import { type Losses, RecordedSurroundings } from './recorded-surroundings.ts';
import { Renamed, STRANGERS } from './renamed.ts';
import type { Unlike } from './unlike.ts';

/** What came of a merged run in the tank. */
export interface Enacted {
  readonly violation: FoundViolation | undefined;
  readonly steps: number;
  readonly nowUs: number;
  readonly hash: string;
  readonly trace: Trace;
  /** Items that were done; the others did not fit any more, as their cause was left out. */
  readonly done: readonly Item[];
  readonly losses: Losses;
  /** From its first item on this was not the recorded run: a violation after it says nothing about that. */
  readonly unlike: Unlike | undefined;
}

export interface EnactOptions {
  /** In place of all of its items: some, in their order. */
  readonly items?: readonly Item[];
  readonly observers?: readonly AnyObserver[];
  /** What crashes do, as an earlier enactment has found; those that are missing are found out. */
  readonly losses?: Losses;
  /** Steps at most. */
  readonly stepsMax?: number;
  /** Steps that the trace remembers: a power of two. */
  readonly traceSteps?: number;
}

/**
 * Takes a merged run into the tank: the processes run there with all invariants of their system, and are given what they were given when it
 * was recorded, in the recorded order. Messages are those that the processes send here, disks hold what they write here. It ends with
 * the first violation.
 */
export function enact(run: MergedRun, options: EnactOptions = {}): Enacted {
  return new Enactment(run, options).all();
}

/** What judges a merged run. */
function judgesOf({ logs, replicas, strangers }: MergedRun): SystemRun | undefined {
  const [first] = logs;
  if (first === undefined) return undefined;
  const { system, scenario } = first.serving;
  return system.build({ ...scenario, clients: Math.max(1, logs.length - replicas + (strangers ? 1 : 0)) });
}

class Enactment {
  private readonly run: MergedRun;
  private readonly items: readonly Item[];
  private readonly agenda = new RecordedAgenda();
  private readonly world: World;
  private readonly stepsMax: number;
  /** The present step is given something else than was recorded. */
  private differs = false;
  private surroundings: RecordedSurroundings | undefined;

  constructor(
    run: MergedRun,
    {
      items = run.items,
      observers = [],
      losses = new Map(),
      stepsMax = Number.POSITIVE_INFINITY,
      traceSteps = 64,
    }: EnactOptions,
  ) {
    this.run = run;
    this.items = items;
    this.stepsMax = stepsMax;
    const judged = judgesOf(run);
    const hosts = run.logs.map(({ host }) => host);
    this.world = new World(
      {
        residents: [
          ...run.logs.map((log) => new Renamed(log, hosts, () => this.around.sender)),
          ...(run.strangers ? [STRANGERS] : []),
        ].map((code) => new ProcessResident(code)),
        replicas: run.replicas,
        freeze: false,
        plain: false,
        observers: [
          outsideCalls,
          ...observers,
          ...(judged?.observers ?? []),
          ...(judged?.invariants ?? []).filter(({ uneditedOnly }) => uneditedOnly !== true),
        ],
        trace: new Trace(traceSteps),
        agenda: this.agenda,
      },
      (world) => {
        const surroundings = new RecordedSurroundings(world, run, losses);
        this.surroundings = surroundings;
        return { environment: surroundings, driver: surroundings };
      },
    );
    this.world.watch();
    for (let replica = 0; replica < run.replicas; replica++)
      for (const [file, bytes] of judged?.formatted?.(processId(replica)) ?? [])
        this.around.diskOf(replica).format(file, bytes);
  }

  all(): Enacted {
    const done: Item[] = [];
    let unlike: Unlike | undefined;
    for (const item of this.items) {
      if (this.world.violation !== undefined || this.world.step >= this.stepsMax) break;
      this.around.begin(item);
      const before = this.world.step;
      const fits = item.step === undefined ? this.end(item) : this.take(item, item.step);
      if (fits) done.push(item);
      // A process that ended itself has done so in the tank as well.
      if (item.step === undefined || (fits && this.isAlike(item, item.step))) continue;
      unlike = { first: item, before, ...unlike, count: (unlike?.count ?? 0) + 1 };
    }
    const { violation } = this.world;
    return {
      violation: violation === undefined ? undefined : foundViolation(violation),
      steps: this.world.step,
      nowUs: this.world.nowUs,
      hash: this.world.hash,
      trace: this.world.trace,
      done,
      losses: this.around.losses,
      unlike,
    };
  }

  private get around(): RecordedSurroundings {
    if (this.surroundings === undefined) throw new Error('a world calls for its surroundings');
    return this.surroundings;
  }

  /** A process ends. */
  private end({ process }: Item): boolean {
    if (!this.world.isUp(processId(process))) return false;
    this.world.crash(processId(process));
    return true;
  }

  /** A step of a process. False when it does not fit. */
  private take(item: Item, step: LoggedStep): boolean {
    const { world, agenda, around } = this;
    this.differs = false;
    const process = processId(item.process);
    if (step.kind === EventKind.start) {
      if (world.isUp(process)) return false;
      world.boot(process);
      return this.next(item, 0);
    }
    if (!world.isUp(process)) return false;
    const { nowUs } = world;
    switch (step.kind) {
      case EventKind.message:
        return this.message(item, step);
      case EventKind.timer:
        return agenda.releaseTimer(process, step.a, step.nowUs, this.timeOf(item)) && world.next();
      case EventKind.disk: {
        if (step.completion === undefined) return false;
        const { op, token, error } = step.completion;
        const ended = around.diskOf(process).complete(op, token, error);
        if (ended === undefined) return false;
        this.differs = !isSame(ended.completion.bytes, step.completion.bytes);
        world.schedule(nowUs, EventKind.disk, process, world.incarnation(process), 0, ended);
        return this.next(item, ended.cause);
      }
      case EventKind.invoke:
        if (world.hasOpenOperation(process)) return false;
        world.schedule(nowUs, EventKind.invoke, process, 0, 0, undefined);
        return this.next(item, 0);
      default:
        return false;
    }
  }

  private message(item: Item, step: LoggedStep): boolean {
    const { world, around, run } = this;
    const process = processId(item.process);
    let origin = item.origin;
    if (origin === undefined && step.encoded !== undefined) {
      const index = run.logs.findIndex(({ host }) => host === step.a);
      // Its sender has a recording, and did not send it there.
      this.differs ||= index >= 0;
      const from = processId(index >= 0 ? index : run.logs.length);
      world.send(from, process, decode(step.encoded));
      origin = { item: item.id, nth: 0 };
    }
    const packet = origin === undefined ? undefined : around.taken(origin, process);
    if (item.origin === undefined) around.begin(item); // sends of this step are counted from zero
    if (packet === undefined) return false;
    const { from, message, id, cause } = packet;
    world.schedule(world.nowUs, EventKind.message, process, from, id, message);
    return this.next(item, item.origin === undefined ? 0 : cause);
  }

  private next(item: Item, cause: number): boolean {
    this.agenda.releaseLast(this.timeOf(item), cause);
    return this.world.next();
  }

  /** Time never goes back. */
  private timeOf({ timeUs }: Item): number {
    return Math.max(timeUs, this.world.nowUs);
  }

  private isAlike({ process }: Item, { number, glance: recorded }: LoggedStep): boolean {
    const { world, run } = this;
    if (this.differs) return false;
    const id = processId(process);
    const state = process < world.replicas ? world.replica(id) : world.client(id);
    const glance = run.logs[process]?.glance;
    return (
      typeof state !== 'object' ||
      state === null ||
      glance === undefined ||
      glance(state, number) === recorded
    );
  }
}

const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === b || (a !== null && b !== null && Buffer.compare(a, b) === 0);
