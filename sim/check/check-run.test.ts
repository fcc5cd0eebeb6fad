import { describe, expect, it } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { ClientContext, Context } from '../../src/process/process.ts';
import { NETWORKS, type NetworkKind, NO_REDUCTIONS, type TimerBudget } from './model/configuration.ts';
import { always, sometimes } from './model/property.ts';
import { type Counter, fresh, gets, receiver, sender } from './testing/counting.ts';
import { checkedToy, type Toy, verdictOf } from './testing/toy.ts';

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
        // A set network allows unlimited losses anyway, so bound the check.
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

  describe('that fire only when idle', () => {
    const impatient = {
      ...receiver,
      start: (_: Counter, ctx: Context<never>) => ctx.setTimer(0, 5),
      timer: (state: Counter) => state.got.push(0),
    };
    const orders = (timers: Record<string, TimerBudget>, network: NetworkKind): readonly string[] => {
      const all = ['0', '0,1', '1,0'];
      const toy = { replicas: [sender(1), impatient], properties: all.map(gets), timers: { 0: 'wait' } };
      const result = checkedToy(toy, { network, timers });
      return all.filter((order) => verdictOf(result, order) === 'found');
    };

    it('should fire once no message is left that does something, whatever the network', () => {
      for (const network of ['bag', 'merge', 'links'] as const) {
        expect(orders({ wait: 'any' }, network)).toEqual(['0', '0,1', '1,0']);
        expect(orders({ wait: 'idle' }, network)).toEqual(['1,0']);
      }
    });

    it('should not take a message for one that is left, if it does nothing', () => {
      const deaf = { ...impatient, message() {} };
      const result = checkedToy(
        { replicas: [sender(1), deaf], properties: [gets('0')], timers: { 0: 'wait' } },
        { timers: { wait: 'idle' }, reductions: NO_REDUCTIONS },
      );
      expect(verdictOf(result, '0')).toBe('found');
    });

    it('should not fire before a call or a disk request', () => {
      const writing = {
        ...impatient,
        start(state: Counter, ctx: Context<never>) {
          impatient.start(state, ctx);
          ctx.disk.sync('file', 1);
        },
        disk: (state: Counter) => state.got.push(1),
      };
      const calling = { ...impatient, invoke: (state: Counter) => state.got.push(1) };
      const orderOf = (toy: Partial<Toy>): readonly string[] => {
        const result = checkedToy(
          { replicas: [], properties: ['0', '1,0'].map(gets), timers: { 0: 'wait' }, ...toy },
          { timers: { wait: 'idle' }, disk: 'steps' },
        );
        return ['0', '1,0'].filter((order) => verdictOf(result, order) === 'found');
      };
      expect(orderOf({ replicas: [writing] })).toEqual(['1,0']);
      expect(orderOf({ replicas: [], clients: [calling], operations: [['x']] })).toEqual(['1,0']);
    });

    it('should all fire in the end: another that fires for ever is no excuse', () => {
      const waking = {
        ...receiver,
        start: (_: Counter, ctx: Context<never>) => ctx.setTimer(0, 5),
        timer(_: Counter, __: number, ctx: Context<number>) {
          ctx.send(processId(1), 1);
          ctx.setTimer(0, 5);
        },
      };
      const patient = { ...impatient, message() {}, timer: (state: Counter) => state.got.push(9) };
      const done = {
        kind: 'eventually' as const,
        name: 'done',
        holds: (view: { process(process: number): object }) => (view.process(1) as Counter).got.includes(9),
      };
      const result = checkedToy(
        { replicas: [waking, patient], properties: [done], timers: { 0: 'wait' } },
        { network: 'links', timers: { wait: 'idle' } },
      );
      expect(verdictOf(result, 'done')).toBe('holds');
    });
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

describe('operations', () => {
  const asked = (client: object) => checkedToy({ replicas: [{}], clients: [client], operations: [['ask']] });

  it('should not count as judged when none of them ends', () => {
    expect(asked({}).verdict).toBe('vacuous');
    const answering = {
      invoke: (_: object, __: unknown, ctx: ClientContext<never, string>) =>
        ctx.complete({ type: 'ok', result: 'yes' }),
    };
    expect(asked(answering).verdict).toBe('holds');
    expect(checkedToy({ replicas: [{}] }).verdict).toBe('holds');
  });
});
