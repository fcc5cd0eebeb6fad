import { describe, expect, it } from 'vitest';
import { processId } from '../../../src/process/ids.ts';
import type { Context } from '../../../src/process/process.ts';
import { always } from '../model/property.ts';
import { type Counter, fresh, receiver, sender } from '../testing/counting.ts';
import { checkedToy } from '../testing/toy.ts';

describe('handlers', () => {
  it('should be seen to throw, with the path to it', () => {
    const result = checkedToy({
      replicas: [
        sender(2),
        {
          ...receiver,
          message(state: Counter, _from: number, message: number) {
            state.got.push(message);
            if (state.got.join() === '2,1') throw new Error('out of order');
          },
        },
      ],
    });
    expect(result.verdict).toBe('violation');
    const path = result.properties.find(({ name }) => name === 'no-panic')?.path;
    expect(path?.steps.map(({ failure }) => failure?.message)).toEqual([undefined, 'out of order']);
  });

  it('should be caught when they change what they have sent', () => {
    const changing = {
      init: fresh,
      start(_: Counter, ctx: Context<{ count: number }>) {
        const message = { count: 1 };
        ctx.send(processId(1), message);
        message.count = 2;
      },
    };
    expect(() => checkedToy({ replicas: [changing, receiver] })).toThrow(/cannot start.*read only/);
  });

  it('should be given every small random number where every one is asked for', () => {
    const drawing = {
      init: fresh,
      timer(state: Counter, _timer: number, ctx: Context<never>) {
        state.count = 10 * ctx.random(3) + ctx.random(2);
      },
      start: (_: Counter, ctx: Context<never>) => ctx.setTimer(0, 1),
    };
    const unique = (random: 'calm' | 'every') =>
      checkedToy({ replicas: [drawing], timers: { 0: 'draw' } }, { random, timers: { draw: 1 } }).unique;
    expect([unique('calm'), unique('every')]).toEqual([2, 7]);
  });

  it('should be given numbers that nobody else draws where the bound is large', () => {
    const drawing = {
      init: fresh,
      start(state: Counter, ctx: Context<never>) {
        state.got = [ctx.random(2 ** 24), ctx.random(2 ** 24)];
      },
    };
    const different = always.pair<Counter>('different', (a, b) => new Set([...a.got, ...b.got]).size === 4);
    expect(checkedToy({ replicas: [drawing, drawing], properties: [different] }, { crash: 2 }).verdict).toBe(
      'holds',
    );
  });
});
