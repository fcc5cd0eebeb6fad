import { describe, expect, it } from 'vitest';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../src/process/process.ts';
import { ScriptedCluster } from './scripted-cluster.ts';

interface Note {
  readonly type: 'note' | 'noted';
  readonly text: string;
}

/** Writes notes to its disk and answers when they are durable; a timer counts. */
const keeper: Process<{ from: ProcessId; ticks: number }, Note> = {
  init: () => ({ from: processId(0), ticks: 0 }),
  start: (_, ctx) => ctx.setTimer(0, 1_000),
  message(state, from, { text }, ctx) {
    state.from = from;
    ctx.point('before-write');
    ctx.disk.write('notes', 0, new TextEncoder().encode(text), 1);
  },
  timer(state, _, ctx) {
    state.ticks++;
    ctx.setTimer(0, 1_000);
  },
  disk(state, { op, error }, ctx) {
    if (error !== null) ctx.stop('a disk that fails');
    if (op === 'write') ctx.disk.sync('notes', 2);
    else ctx.send(state.from, { type: 'noted', text: '' });
  },
};

const writer: ClientProcess<object, Note, string, null> = {
  init: () => ({}),
  start() {},
  message: (_, __, ___, ctx) => ctx.complete({ type: 'ok', result: null }),
  timer() {},
  disk() {},
  invoke: (_, text, ctx) => ctx.send(processId(0), { type: 'note', text }),
};

const cluster = (): ScriptedCluster<{ from: ProcessId; ticks: number }, object, Note> =>
  new ScriptedCluster({
    replicas: [keeper],
    clients: [writer as ClientProcess<object, Note, never, unknown>],
  });

const durable = (of: ReturnType<typeof cluster>): string =>
  new TextDecoder().decode(of.world.durable(processId(0), 'notes'));

describe('a scripted cluster', () => {
  it('should release messages and disk requests one by one', () => {
    const script = cluster();
    script.invoke(1, 'hello');
    expect(script.packets.map(({ message }) => message.type)).toEqual(['note']);
    expect(script.disk(0).requests).toEqual([]);
    script.run(({ to }) => to === 0);
    expect(script.outcomes).toEqual([]);
    script.run();
    expect(script.outcomes).toMatchObject([{ client: 1, outcome: { type: 'ok' } }]);
    expect(durable(script)).toBe('hello');
  });

  it('should let unsynced sectors be kept, lost or torn by a crash', () => {
    for (const [fate, left] of [
      ['kept', 'hello'],
      ['lost', ''],
    ] as const) {
      const script = cluster();
      script.invoke(1, 'hello');
      script.deliver(script.packets[0] as never);
      script.completeDisk(0);
      script.crash(0, () => fate);
      expect(durable(script)).toBe(left);
      script.start(0);
      expect(script.isUp(0)).toBe(true);
    }
  });

  it('should crash at a named point, and when a disk request fails', () => {
    const script = cluster();
    script.crashAt = (_, point) => point === 'before-write';
    script.invoke(1, 'hello');
    script.run();
    expect(script.isUp(0)).toBe(false);
    script.crashAt = () => false;
    script.start(0);
    script.inject({ from: processId(1), to: processId(0), message: { type: 'note', text: 'again' } });
    script.completeDisk(0, 0, 'io');
    expect(script.isUp(0)).toBe(false);
  });

  it('should fire timers as time passes, and none of an earlier life', () => {
    const script = cluster();
    script.pass(3_500);
    expect(script.state(0).ticks).toBe(3);
    expect(script.nextTimerUs()).toBe(4_000);
    script.crash(0);
    expect(script.nextTimerUs()).toBeUndefined();
    script.start(0);
    script.fireNextTimer();
    expect([script.state(0).ticks, script.nowUs]).toEqual([1, 4_500]);
  });

  it('should drop what is in flight', () => {
    const script = cluster();
    script.invoke(1, 'lost');
    expect(script.drop(({ message }) => message.text === 'lost')).toHaveLength(1);
    expect(script.run()).toBe(0);
  });

  it('should check what handlers do, as the tank does', () => {
    const wrong = {
      ...keeper,
      message: (_: object, __: ProcessId, ___: Note, ctx: { setTimer(n: number, us: number): void }) =>
        ctx.setTimer(99, 1),
    };
    const script = new ScriptedCluster({ replicas: [wrong as typeof keeper] });
    expect(() =>
      script.inject({ from: processId(0), to: processId(0), message: { type: 'note', text: '' } }),
    ).toThrow('timers are numbered 0 to 31');
  });
});
