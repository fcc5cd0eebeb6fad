import { clone } from '../../../src/process/clone.ts';
import { encode } from '../../../src/process/codec.ts';
import { digestOf } from '../../../src/process/digest.ts';
import type { DiskCompletion } from '../../../src/process/disk.ts';
import type { Context, Process } from '../../../src/process/process.ts';
import type { AnyReplica } from '../../kernel/process-resident.ts';
import type { System } from '../../scenario/system.ts';

/** One step of a process in the tank: its inputs and its effects. */
export interface LoggedStep {
  readonly input:
    | { readonly type: 'start' }
    | { readonly type: 'message'; readonly from: number; readonly encoded: Uint8Array }
    | { readonly type: 'timer'; readonly timer: number }
    | { readonly type: 'disk'; readonly completion: DiskCompletion };
  readonly nowUs: number;
  readonly wallUs: number;
  readonly draws: readonly number[];
  readonly sent: readonly string[];
  readonly state: string;
}

/** The system with replicas that log each step, by process. */
export function logged(system: System, log: Map<number, LoggedStep[]>): System {
  return {
    ...system,
    build(scenario) {
      const run = system.build(scenario);
      return { ...run, replicas: run.replicas.map((code) => loggedReplica(code, log)) };
    },
  };
}

function loggedReplica(code: AnyReplica, log: Map<number, LoggedStep[]>): AnyReplica {
  const step = (
    state: object,
    ctx: Context<unknown>,
    input: LoggedStep['input'],
    run: (ctx: Context<unknown>) => void,
  ): void => {
    const draws: number[] = [];
    const sent: string[] = [];
    // Everything not overridden comes from the context itself.
    const watched = Object.assign(Object.create(ctx) as Context<unknown>, {
      random(bound: number) {
        const drawn = ctx.random(bound);
        draws.push(drawn);
        return drawn;
      },
      send(to: Parameters<Context<unknown>['send']>[0], message: unknown) {
        sent.push(`${to} ${digestOf(encode(message))}`);
        ctx.send(to, message);
      },
    });
    const nowUs = ctx.now();
    const wallUs = ctx.wallTime();
    run(watched);
    const steps = log.get(ctx.self) ?? [];
    log.set(ctx.self, steps);
    steps.push({ input, nowUs, wallUs, draws, sent, state: digestOf(state) });
  };
  const process: Process<object, unknown> = {
    init: (self) => code.init(self),
    start: (state, ctx) => step(state, ctx, { type: 'start' }, (watched) => code.start(state, watched)),
    message(state, from, message, ctx) {
      const input = { type: 'message', from, encoded: encode(message) } as const;
      step(state, ctx, input, (watched) => code.message(state, from, message, watched));
    },
    timer: (state, timer, ctx) =>
      step(state, ctx, { type: 'timer', timer }, (watched) => code.timer(state, timer, watched)),
    disk(state, completion, ctx) {
      const input = { type: 'disk', completion: clone(completion) } as const;
      step(state, ctx, input, (watched) => code.disk(state, completion, watched));
    },
  };
  return process;
}
