import type { ProcessId } from '../../../src/process/ids.ts';
import type { AnyClient, AnyReplica, CheckSystem } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import { cloneData } from '../parts/plain-data.ts';
import { type BeforeCrash, NOTHING_BEFORE } from './before-crash.ts';
import { ClientTurns } from './client-turns.ts';
import { afterCrash } from './crash-variants.ts';
import { answer, formattedDisk } from './disk-actions.ts';
import type { Failure, StepEvent } from './events.ts';
import { failureOf } from './failure-of.ts';
import type { Local } from './local.ts';
import { nextScript } from './next-script.ts';
import { CRASH_HERE, RecordingContext } from './recording-context.ts';
import type { StepOutcome } from './step-outcome.ts';
import { sortContainers } from './unordered.ts';
import { settleTime } from './untimed.ts';

/** Limit on starts and immediate disk completions within one step; beyond it the process is looping. */
const CIRCLE_MAX = 10_000;
const RESTARTS_MAX = 4;

/** Runs the handlers of a system on single local states: the checker's only access to the system. */
export class Handlers {
  readonly processes: readonly (AnyReplica | AnyClient)[];
  private readonly system: CheckSystem;
  private readonly configuration: Configuration;
  private readonly ctx: RecordingContext;
  private readonly turns: ClientTurns;

  constructor(system: CheckSystem, configuration: Configuration) {
    this.system = system;
    this.configuration = configuration;
    this.processes = [...system.replicas, ...system.clients];
    this.ctx = new RecordingContext(system.replicas.length, configuration.random === 'every');
    this.turns = new ClientTurns(system, this.ctx);
  }

  /** The first start of a process. */
  begin(process: ProcessId): readonly StepOutcome[] {
    const { formatted, replicas } = this.system;
    const disk = formatted === undefined || process >= replicas.length ? null : formattedDisk(formatted);
    const local = { state: {}, timers: [], disk, crashes: 0, draws: 0, called: 0, open: false };
    return this.everyChoice(process, local, 'start', -1);
  }

  /**
   * Adopts a process in its current state: an instant disk completes its pending requests, and a process that is down restarts.
   */
  adopt(process: ProcessId, local: Local, isDown: boolean): readonly StepOutcome[] {
    if (isDown) return this.crash(process, local, local.disk, NOTHING_BEFORE);
    return this.once(process, local, 'nothing', -1, []);
  }

  /** All possible outcomes of this event, the undisturbed one first. */
  run(process: ProcessId, local: Local, event: StepEvent): readonly StepOutcome[] {
    if (event.type === 'crash') return this.crash(process, local, local.disk, NOTHING_BEFORE);
    const outcomes = this.everyChoice(process, local, event, -1);
    const { crash, points } = this.configuration;
    if (!points || crash === 0 || process >= this.system.replicas.length) return outcomes;
    const reached = this.ctx.points.length;
    if (reached === 0) return outcomes;
    const all = [...outcomes];
    for (let point = 0; point < reached; point++) all.push(...this.everyChoice(process, local, event, point));
    return all;
  }

  private everyChoice(
    process: ProcessId,
    local: Local,
    event: StepEvent | 'start',
    crashAtPoint: number,
  ): readonly StepOutcome[] {
    const outcomes: StepOutcome[] = [];
    let script: readonly number[] | undefined = [];
    while (script !== undefined) {
      outcomes.push(...this.once(process, local, event, crashAtPoint, script));
      script = nextScript(this.ctx.choices);
    }
    return outcomes;
  }

  /** Runs the handler once. A crash may give several outcomes, as it may leave the disk in several states. */
  private once(
    process: ProcessId,
    local: Local,
    event: StepEvent | 'start' | 'nothing',
    crashAtPoint: number,
    script: readonly number[],
  ): readonly StepOutcome[] {
    const { ctx } = this;
    const code = this.codeOf(process);
    this.setUp(process, local, script, crashAtPoint);
    let state = event === 'start' ? code.init(process) : cloneData(local.state);
    let failure: Failure | undefined;
    try {
      if (event !== 'nothing') this.dispatch(code, state, event);
      this.goOn(process, code, state);
    } catch (error) {
      if (error === CRASH_HERE) {
        return this.crash(process, local, ctx.image, {
          sent: [...ctx.sent],
          draws: ctx.drawn,
          requests: ctx.requested,
          ...(crashAtPoint < 0 ? {} : { point: ctx.points[crashAtPoint] ?? '', pointAt: crashAtPoint }),
        });
      }
      failure = failureOf(error);
    }
    state = this.settled(process, state);
    return [
      {
        local: this.localNow(state),
        sent: ctx.sent.map(({ to, message }) => ({
          to,
          message: ctx.readTime ? settleTime(cloneData(message)) : message,
        })),
        history: this.turns.history,
        observations: ctx.observations,
        probes: ctx.probes,
        crashed: false,
        ...(failure === undefined ? {} : { failure }),
        particulars: { draws: ctx.drawn, requests: ctx.requested, requestsLost: 0 },
      },
    ];
  }

  /** Drops all state but the disk, and restarts at once. */
  private crash(
    process: ProcessId,
    local: Local,
    disk: Local['disk'],
    before: BeforeCrash,
  ): readonly StepOutcome[] {
    const outcomes: StepOutcome[] = [];
    for (const { image, lost } of afterCrash(disk, this.configuration.tear)) {
      const draws = [...before.draws];
      let requestsLost = before.requests;
      const blank: Local = { ...local, timers: [], disk: image, crashes: local.crashes + 1, draws: 0 };
      const { ctx } = this;
      const code = this.codeOf(process);
      for (let restarts = 0; ; restarts++) {
        this.setUp(process, { ...blank, crashes: blank.crashes + restarts }, [], -1);
        const state = code.init(process);
        let failure: Failure | undefined;
        try {
          code.start(state, ctx);
          this.goOn(process, code, state);
        } catch (error) {
          if (error === CRASH_HERE && restarts < RESTARTS_MAX) {
            draws.push(...ctx.drawn);
            requestsLost += ctx.requested;
            continue;
          }
          failure =
            error === CRASH_HERE
              ? { title: 'a process that cannot start', message: `it stops at every start: ${ctx.stopped}` }
              : failureOf(error);
        }
        outcomes.push({
          local: this.localNow(this.settled(process, state)),
          sent: [...before.sent, ...ctx.sent],
          history: this.turns.history,
          observations: ctx.observations,
          probes: ctx.probes,
          crashed: true,
          ...(before.point === undefined ? {} : { point: before.point }),
          ...(failure === undefined ? {} : { failure }),
          particulars: {
            draws: [...draws, ...ctx.drawn],
            requests: requestsLost + ctx.requested,
            requestsLost,
            ...(before.pointAt === undefined ? {} : { pointAt: before.pointAt }),
            sectorsLost: lost,
          },
        });
        break;
      }
    }
    return outcomes;
  }

  private setUp(process: ProcessId, local: Local, script: readonly number[], crashAtPoint: number): void {
    this.ctx.begin(process, local, { script, crashAtPoint });
    this.turns.begin(local);
  }

  private dispatch(code: AnyReplica | AnyClient, state: object, event: StepEvent | 'start'): void {
    const { ctx } = this;
    if (event === 'start') {
      code.start(state, ctx);
      return;
    }
    switch (event.type) {
      case 'message':
        code.message(state, event.from, event.message, ctx);
        return;
      case 'timer':
        ctx.late = true;
        ctx.timers.delete(event.timer);
        code.timer(state, event.timer, ctx);
        return;
      case 'disk':
        if (ctx.image !== null) code.disk(state, answer(ctx.image, event.request), ctx);
        return;
      case 'call':
        this.turns.call(ctx.self, code, state);
        return;
      case 'crash':
        return;
    }
  }

  /** Runs the rest of the step: instant disk completions and immediate client calls. */
  private goOn(process: ProcessId, code: AnyReplica | AnyClient, state: object): void {
    const { ctx } = this;
    for (let rounds = 0; ; rounds++) {
      if (rounds > CIRCLE_MAX) throw new Error(`more than ${CIRCLE_MAX} disk requests and calls in one step`);
      this.turns.takeCompletions(process);
      if (this.configuration.disk === 'instant' && ctx.image !== null && ctx.image.requests.length > 0) {
        code.disk(state, answer(ctx.image, 0), ctx);
      } else if (this.configuration.calls === 'at-once' && this.turns.canCall(process)) {
        this.turns.call(process, code, state);
      } else {
        return;
      }
    }
  }

  private settled(process: ProcessId, state: object): object {
    const { ctx, system } = this;
    // Parts of messages are frozen; a clone is not.
    const own = ctx.readTime || system.timeless !== undefined ? cloneData(state) : state;
    if (ctx.readTime) settleTime(own);
    if (process < system.replicas.length) system.timeless?.(own);
    return system.unordered === true ? sortContainers(own) : own;
  }

  private localNow(state: object): Local {
    const { ctx } = this;
    const { called, open } = this.turns;
    const timers = [...ctx.timers].sort((a, b) => a - b);
    return { state, timers, disk: ctx.image, crashes: ctx.crashes, draws: ctx.draws, called, open };
  }

  private codeOf(process: ProcessId): AnyReplica | AnyClient {
    const code = this.processes[process];
    if (code === undefined) throw new RangeError(`check: there is no process ${process}`);
    return code;
  }
}
