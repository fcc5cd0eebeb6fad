import { processId } from '../../../src/process/ids.ts';
import type { Context } from '../../../src/process/process.ts';
import { type Property, sometimes } from '../model/property.ts';

export interface Counter {
  count: number;
  got: number[];
}

export const fresh = (): Counter => ({ count: 0, got: [] });

/** Sends 1, 2, .. to the second replica, which records them in order of arrival. */
export const sender = (messages: number): object => ({
  init: fresh,
  start(_: Counter, ctx: Context<number>) {
    for (let i = 1; i <= messages; i++) ctx.send(processId(1), i);
  },
});

export const receiver = {
  init: fresh,
  message(state: Counter, _from: number, message: number) {
    state.got.push(message);
  },
};

/** Messages can arrive in this order. */
export const gets = (order: string): Property =>
  sometimes.each<Counter>(order, ({ got }) => got.join() === order);
