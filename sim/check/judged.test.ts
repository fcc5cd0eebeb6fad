import { describe, expect, it } from 'vitest';
import { register } from '../../invariants/linearizability/models/register.ts';
import { processId } from '../../src/process/ids.ts';
import type { ClientContext, Context } from '../../src/process/process.ts';
import { CheckRun } from './check-run.ts';
import { CALM } from './model/configuration.ts';
import { always } from './model/property.ts';
import { type Counter, gets, receiver, sender } from './testing/counting.ts';
import { checkedToy, toySystem, verdictOf } from './testing/toy.ts';

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
