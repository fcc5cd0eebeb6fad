import type { AnyInvariant } from '../../scenario/system.ts';

interface Calls {
  /** The number that each client asked, by client. */
  readonly asked: Map<number, number>;
}

const numberIn = (value: unknown): number =>
  typeof value === 'object' && value !== null && 'asked' in value ? Number(value.asked) : Number.NaN;

export const ECHO_HONEST: AnyInvariant = {
  id: 'I16',
  name: 'echo-honest',
  statement: 'a client is answered with the number it asked',
  initial: (): Calls => ({ asked: new Map() }),
  on: {
    call(state, _, client, __, operation) {
      (state as Calls).asked.set(client, numberIn(operation)); // as made by `initial`
    },
    return(state, tank, client, _, outcome) {
      const asked = (state as Calls).asked.get(client); // as made by `initial`
      if (outcome.type !== 'ok' || numberIn(outcome.result) === asked) return;
      tank.violate({
        title: 'a wrong answer',
        facts: [`client ${client} asked ${asked}`, `it was answered ${numberIn(outcome.result)}`],
        witness: 'wrong',
        process: client,
      });
    },
  },
};
