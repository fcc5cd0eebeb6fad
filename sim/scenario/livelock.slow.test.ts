import { describe, expect, it } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { Context, Process } from '../../src/process/process.ts';
import { shrink } from '../api/shrink.ts';
import { simulate } from '../api/simulate.ts';
import { defineSystem } from '../define/define-system.ts';
import type { System } from './system.ts';

type Message = { type: 'Ask' } | { type: 'Answer' } | { type: 'Gossip'; heard: number };

const ask = (state: { open: boolean }, ctx: Context<Message>): void => {
  if (!state.open) return;
  ctx.send(processId(0), { type: 'Ask' });
  ctx.setTimer(0, 50_000);
};

/** Clients that send requests to replica 0; the test provides the replicas. */
function asked(name: string, replica: Partial<Process<{ heard: number }, Message>>): System {
  return defineSystem({
    name,
    replica: {
      init: () => ({ heard: 0 }),
      start() {},
      message(_state, from, message, ctx) {
        if (message.type === 'Ask') ctx.send(from, { type: 'Answer' });
      },
      timer() {},
      disk() {},
      ...replica,
    },
    client: {
      init: () => ({ open: false }),
      start() {},
      invoke(state, operation: string, ctx) {
        state.open = operation === 'ask';
        ask(state, ctx);
      },
      timer: (state, _timer, ctx) => ask(state, ctx),
      message(state, _from, _message, ctx) {
        if (!state.open) return;
        state.open = false;
        ctx.complete({ type: 'ok', result: 'answer' });
      },
      disk() {},
    },
    operation: () => 'ask',
    replicas: 3,
  });
}

/** Each replica forwards everything it receives to the others. */
const gossip = asked('gossip', {
  message(state, _from, message, ctx) {
    state.heard++;
    if (message.type === 'Answer') return;
    for (let other = 0; other < ctx.replicas; other++)
      if (other !== ctx.self) ctx.send(processId(other), { type: 'Gossip', heard: state.heard });
  },
});

/** A timer that rearms itself with almost no delay. */
const ticking = asked('ticking', {
  message() {},
  start: (_state, ctx) => ctx.setTimer(3, 1),
  timer: (_state, timer, ctx) => ctx.setTimer(timer, 1),
});

describe('a system that keeps itself busy', () => {
  it('should be a violation long before its steps are used up, which says who sends what to whom', () => {
    const { violation, steps, failure } = simulate(gossip, { seed: 1, set: { crash: null, blackout: null } });
    expect(violation).toMatchObject({ invariant: 'L5', title: 'livelock', fingerprint: 'L5 messages' });
    expect(steps).toBeLessThan(200_000); // of 2,000,000
    expect(failure).toMatch(
      /no client has got an answer, but [\d,]+ steps were taken in [\d.]+ m?s, of late [\d,]+ a second/,
    );
    expect(failure).toMatch(/of the last 1,024 steps: [012]>[012] Gossip [\d.]+ %/);
  });

  it('should say so of timers', () => {
    const { violation } = simulate(ticking, { seed: 1 });
    expect(violation?.fingerprint).toBe('L5 timers');
    expect(violation?.facts.join('\n')).toMatch(/replica [012] timer 3 [\d.]+ %/);
  });

  it('should be made small', async () => {
    const run = simulate(ticking, { seed: 1 });
    const { after, before } = await shrink(ticking, run, { runsMax: 30 });
    expect(after.clients + after.replicas).toBeLessThan(before.clients + before.replicas);
  });

  it('should not be said of one that answers, however long it takes', () => {
    const quick = asked('quick', {
      start: (_state, ctx) => ctx.setTimer(3, 1000),
      timer: (_state, timer, ctx) => ctx.setTimer(timer, 1000),
    });
    for (let seed = 1; seed <= 3; seed++)
      expect(simulate(quick, { seed }).violation?.title).not.toBe('livelock');
    const short = simulate(quick, { seed: 1, stepsMax: 100 });
    expect(short.verdict).not.toBe('pass');
  });
});
