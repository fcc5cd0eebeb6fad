import { afterEach, describe, expect, it, vi } from 'vitest';
import { processId } from '../../process/ids.ts';
import type { ClientProcess } from '../../process/process.ts';
import { NotTaken } from './outgoing.ts';
import { Session } from './session.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Sends what it is asked to, and has a timer running meanwhile. */
const code: ClientProcess<object, unknown, unknown, unknown> = {
  init: () => ({}),
  start() {},
  invoke(_, operation, ctx) {
    ctx.setTimer(0, 1_000_000);
    if (operation === 'throw') throw new Error('not me');
    ctx.send(processId(0), operation);
    if (operation === 'send and throw') throw new Error('too late');
  },
  message() {},
  timer() {},
  disk() {},
};

describe('a session', () => {
  it.each([
    ['is not taken', 'refused'],
    ['makes its code throw before anything is sent', 'throw'],
  ])('should reject an operation that %s, and leave no timer behind', async (_, operation) => {
    vi.useFakeTimers();
    const session = new Session(code, 1000, [1, 2, 3, 4], {
      system: 'mine',
      replicas: 1,
      send: () => {
        throw new NotTaken('refused');
      },
    });
    await expect(session.invoke(operation)).rejects.toBeInstanceOf(NotTaken);
    expect({ isOver: session.isOver, timers: vi.getTimerCount() }).toEqual({ isOver: true, timers: 0 });
  });

  it('should not know of an operation that was sent before its code threw', async () => {
    vi.useFakeTimers();
    const session = new Session(code, 1000, [1, 2, 3, 4], { system: 'mine', replicas: 1, send() {} });
    expect(await session.invoke('send and throw')).toEqual({ type: 'unknown' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
