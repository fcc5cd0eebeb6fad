import { describe, expect, it } from 'vitest';
import { register } from '../../invariants/linearizability/models/register.ts';
import { processId } from '../../src/process/ids.ts';
import type { ClientContext, Context } from '../../src/process/process.ts';
import { CheckRun } from './check-run.ts';
import { CALM, NETWORKS } from './model/configuration.ts';
import { always, sometimes } from './model/property.ts';
import { checkedToy, toySystem, verdictOf } from './testing/toy.ts';

interface Counter {
  count: number;
  got: number[];
}

const fresh = (): Counter => ({ count: 0, got: [] });

/** Sends 1, 2, .. to the second replica, which notes them in the order in which they come. */
const sender = (messages: number): object => ({
  init: fresh,
  start(_: Counter, ctx: Context<number>) {
    for (let i = 1; i <= messages; i++) ctx.send(processId(1), i);
  },
});
const receiver = {
  init: fresh,
  message(state: Counter, _from: number, message: number) {
    state.got.push(message);
  },
};
const gets = (order: string) => sometimes.each<Counter>(order, ({ got }) => got.join() === order);
const found = (
  orders: readonly string[],
  configuration: Parameters<typeof checkedToy>[1],
  messages = 2,
): readonly string[] => {
  const result = checkedToy(
    { replicas: [sender(messages), receiver], properties: orders.map(gets) },
    configuration,
  );
  return orders.filter((order) => verdictOf(result, order) === 'found');
};

describe('networks', () => {
  const ORDERS = ['1,2', '2,1', '1,1', '2'];

  it('should deliver in any order from a bag, and in order on links', () => {
    expect(found(ORDERS, { network: 'bag' })).toEqual(['1,2', '2,1', '2']);
    expect(found(ORDERS, { network: 'links' })).toEqual(['1,2']);
  });

  it('should lose and repeat as often as it may', () => {
    expect(found(ORDERS, { network: 'links', lose: 1 })).toEqual(['1,2', '2']);
    expect(found(['1,2,1', '1,2,1,2', '2,1,2'], { network: 'links', duplicate: 1 })).toEqual(['1,2,1']);
    expect(found(['1,1,2', '1,1,1', '1,1,2,2'], { network: 'bag', duplicate: 1 })).toEqual(['1,1,2']);
  });

  it('should count a loss as an end of its own', () => {
    const ends = (lose: number): number =>
      checkedToy({ replicas: [sender(1), receiver], properties: [end] }, { lose }).ends;
    expect([ends(0), ends(1)]).toEqual([1, 2]);
  });
  const end = { kind: 'end' as const, name: 'ends', holds: () => true };

  it('should take paths again, whatever the network', () => {
    for (const network of NETWORKS) {
      const order = network === 'links' ? '1,2,3' : '3,1,2';
      const result = checkedToy(
        { replicas: [sender(3), receiver], properties: [gets(order)] },
        // What may come again and again is noted again and again.
        { network: network === 'set' ? 'merge' : network, lose: 1 },
      );
      const path = result.properties.find(({ name }) => name === order)?.path;
      expect(path?.steps.map(({ kind, envelope }) => `${kind} ${String(envelope?.message)}`)).toEqual(
        order.split(',').map((message) => `deliver ${message}`),
      );
    }
  });
});

describe('timers', () => {
  const ticking = {
    init: fresh,
    start: (_: Counter, ctx: Context<never>) => ctx.setTimer(0, 5),
    timer(state: Counter, _timer: number, ctx: Context<never>) {
      state.count += 1;
      ctx.setTimer(0, 5);
    },
  };
  const reaches = (count: number) =>
    sometimes.each<Counter>(`reaches ${count}`, (state) => state.count === count);

  it('should fire as often as their name says, and never without', () => {
    const toy = { replicas: [ticking], properties: [reaches(2), reaches(3)], timers: { 0: 'tick' } };
    const verdicts = (timers: Record<string, number>) =>
      checkedToy(toy, { timers })
        .properties.slice(1)
        .map(({ verdict }) => verdict);
    expect(verdicts({ tick: 2 })).toEqual(['found', 'not found']);
    expect(verdicts({ tock: 2 })).toEqual(['not found', 'not found']);
  });

  it('should find every deadline passed when they fire, and leave no time in states', () => {
    const waiting = {
      init: () => ({ sinceUs: 0, late: false, count: 0 }),
      start(state: { sinceUs: number }, ctx: Context<never>) {
        state.sinceUs = ctx.now();
        ctx.setTimer(0, 5);
      },
      timer(state: { sinceUs: number; late: boolean; count: number }, _timer: number, ctx: Context<never>) {
        state.late = ctx.now() - state.sinceUs >= 3_600_000_000;
        state.sinceUs = ctx.now();
        state.count += 1;
        if (state.count < 3) ctx.setTimer(0, 5);
      },
    };
    const result = checkedToy(
      {
        replicas: [waiting],
        properties: [
          always.each<{ late: boolean; count: number; sinceUs: number }>(
            'late',
            ({ count, late, sinceUs }) => (count === 0 || late) && sinceUs === 0,
          ),
        ],
        timers: { 0: 'wait' },
      },
      { timers: { wait: 'any' } },
    );
    expect(result.verdict).toBe('holds');
    expect(result.unique).toBe(4);
  });
});

describe('crashes', () => {
  const pointed = {
    init: fresh,
    message(state: Counter, _from: number, message: number, ctx: Context<string>) {
      ctx.send(processId(0), 'before');
      ctx.point('half-way');
      state.got.push(message);
      ctx.send(processId(0), 'behind');
    },
  };
  const heard = {
    ...sender(1),
    message(state: Counter, _from: number, message: string) {
      state.got.push(message === 'before' ? 1 : 2);
    },
  };
  const toy = {
    replicas: [heard, pointed],
    properties: [
      {
        kind: 'end' as const,
        name: 'both or none',
        holds: (view: { process(process: number): object }) => (view.process(0) as Counter).got.length !== 1,
      },
    ],
  };

  it('should strike between two effects of a handler only at named points', () => {
    expect(checkedToy(toy, { crash: 1 }).verdict).toBe('holds');
    const result = checkedToy(toy, { crash: 1, points: true });
    expect(result.verdict).toBe('violation');
    const path = result.properties.find(({ verdict }) => verdict === 'violated')?.path;
    expect(path?.steps.map(({ point }) => point)).toContain('half-way');
  });

  it('should be as many as they may be', () => {
    const counting = { init: () => ({}), start() {} };
    expect([0, 1, 2, 3].map((crash) => checkedToy({ replicas: [counting] }, { crash }).unique)).toEqual([
      1, 2, 3, 4,
    ]);
  });
});

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

describe('clients', () => {
  const server = {
    init: () => ({ value: null as string | null }),
    message(
      state: { value: string | null },
      from: number,
      message: { write?: string },
      ctx: Context<unknown>,
    ) {
      if (message.write !== undefined) state.value = message.write;
      ctx.send(processId(from), { value: state.value });
    },
  };
  /** `lies`: answers before it has asked. */
  const client = (lies: boolean): object => ({
    init: () => ({ kind: '' }),
    invoke(
      state: { kind: string },
      operation: { kind: string; value?: string },
      ctx: ClientContext<unknown, unknown>,
    ) {
      state.kind = operation.kind;
      ctx.send(processId(0), operation.kind === 'write' ? { write: operation.value } : {});
      if (lies && operation.kind === 'write') ctx.complete({ type: 'ok', result: { kind: 'write' } });
    },
    message(
      state: { kind: string },
      _from: number,
      message: { value: string | null },
      ctx: ClientContext<unknown, unknown>,
    ) {
      if (state.kind === 'read') ctx.complete({ type: 'ok', result: { kind: 'read', value: message.value } });
      else if (!lies) ctx.complete({ type: 'ok', result: { kind: 'write' } });
      state.kind = '';
    },
  });
  const operations = [[{ kind: 'write', value: 'A' }], [{ kind: 'read' }]];

  it('should call in steps of their own, so that real time is known', () => {
    const verdict = (lies: boolean) =>
      checkedToy({ replicas: [server], clients: [client(lies), client(lies)], operations, model: register })
        .verdict;
    expect(verdict(false)).toBe('holds');
    expect(verdict(true)).toBe('violation');
  });
});

describe('properties', () => {
  it('should be judged of pairs in both orders, and of whole states', () => {
    const toy = (property: ReturnType<typeof always.pair>) =>
      checkedToy({ replicas: [sender(1), receiver], properties: [property] }).verdict;
    expect(toy(always.pair<Counter>('a', (a, b) => a.got.length <= b.got.length))).toBe('violation');
    expect(toy(always.pair<Counter>('b', (a, b) => a.got.length + b.got.length < 2))).toBe('holds');
    expect(toy(always.whole('c', ({ inFlight }) => inFlight.length > 0))).toBe('violation');
  });

  it('should give up on a budget of states, and prove nothing then', () => {
    const result = checkedToy(
      { replicas: [sender(5), receiver], properties: [gets('9')] },
      {},
      { statesMax: 10 },
    );
    expect(result.verdict).toBe('budget');
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
  });

  it('should keep what was found when it is interrupted', () => {
    const run = new CheckRun(toySystem({ replicas: [sender(5), receiver], properties: [gets('1')] }), CALM);
    run.advance(3);
    run.stop('interrupted');
    const result = run.result();
    expect(result.verdict).toBe('interrupted');
    expect(verdictOf(result, '1')).toBe('found');
  });
});
