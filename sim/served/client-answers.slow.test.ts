import { afterEach, describe, expect, it } from 'vitest';
import { addressText } from '../../src/host/wire/address.ts';
import { type ConnectOptions, connect, type StoreClient } from '../api/client.ts';
import { abd } from '../systems/registers.ts';
import { vsr } from '../systems/vsr.ts';
import { freeAddresses, LocalGroup } from './testing/local-group.ts';

let group: LocalGroup | undefined;
let store: StoreClient | undefined;
afterEach(async () => {
  store?.close();
  await group?.close();
  group = undefined;
});

const LONGEST = 1 << 20;
const MANY: readonly (readonly [string, unknown, RegExp])[] = [
  ['a list', [], /^vsr does not take this operation: its guard refuses \[\]$/],
  ['nothing', null, /^vsr does not take this operation: /],
  ['a function', { kind: 'write', key: 'k', value: () => 1 }, /^vsr does not take this operation: codec: /],
  [
    'a number',
    { kind: 'write', key: 'a', value: 7 },
    /guard refuses \{"kind":"write","key":"a","value":7\}$/,
  ],
  ['no key', { kind: 'read' }, /guard refuses \{"kind":"read"\}$/],
  ['another way to read', { kind: 'read', key: 'k', read: 'fast' }, /guard refuses .*"fast"/],
  ['no op', { kind: 'read', key: 'k', read: 'stale', after: 0.5 }, /guard refuses .*0\.5/],
  [
    'a long value',
    { kind: 'write', key: 'k', value: 'x'.repeat(LONGEST + 1) },
    /… \(1048\d{3} characters in all: it may be too long\)$/,
  ],
  [
    'a longer one',
    { kind: 'write', key: 'k', value: 'x'.repeat(5_000_000) },
    /its message has 50\d{5} bytes, and replicas take at most 4194304$/,
  ],
];

async function connected(options: Partial<ConnectOptions> = {}): Promise<StoreClient> {
  group = await LocalGroup.of(options.system ?? vsr, 3);
  store = connect({ at: group.addresses.map(addressText), cluster: 'test', ...options });
  return store;
}
const within = (ms: number): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(ms) });

describe('an operation that the replicas do not take', () => {
  it('should be rejected with a reason, at once, and leave its session usable', async () => {
    const client = await connected({ sessionsMax: 1 });
    for (const [what, operation, reason] of MANY) {
      const error: unknown = await client.invoke(operation).catch((thrown: unknown) => thrown);
      expect(error, what).toBeInstanceOf(TypeError);
      expect(String((error as Error).message), what).toMatch(reason);
    }
    // a caller without types
    await expect(client.put('n', 7 as unknown as string)).rejects.toThrow(/does not take this operation/);
    expect(await client.put('k', 'v')).toEqual({ type: 'ok', result: undefined });
    expect(await client.get('k')).toEqual({ type: 'ok', result: 'v' });
    expect(client.refusal()).toBeUndefined();
  });

  it('should not hold up those that wait behind it', async () => {
    const client = await connected({ sessionsMax: 1 });
    const bad = client.invoke([]);
    const good = client.put('k', 'v');
    await expect(bad).rejects.toThrow(TypeError);
    expect(await good).toEqual({ type: 'ok', result: undefined });
  });

  it('should begin right above the longest value', async () => {
    const client = await connected();
    const longest = '€'.repeat(LONGEST);
    expect(await client.put('k', longest)).toEqual({ type: 'ok', result: undefined });
    expect((await client.get('k')) as unknown).toEqual({ type: 'ok', result: longest });
    await expect(client.cas('k', longest, longest)).rejects.toThrow(/replicas take at most 4194304/);
  });

  it('should be judged by the guard of its own system', async () => {
    const client = await connected({ system: abd });
    const value = 'x'.repeat(257);
    await expect(client.invoke({ kind: 'write', value })).rejects.toThrow(/^abd does not take .*too long\)$/);
    expect(await client.invoke({ kind: 'write', value: 'x' })).toMatchObject({ type: 'ok' });
  });
});

describe('a client that reaches nobody', () => {
  it('should say that nothing was done, and why; and nothing is done later', async () => {
    const client = await connected();
    for (const id of [0, 1, 2]) await group?.stop(id);
    client.close();
    store = connect({ at: group?.addresses.map(addressText) ?? [], cluster: 'test' });
    const outcome = await store.put('k', 'late', within(200));
    expect(outcome).toEqual({
      type: 'failed',
      reason: expect.stringMatching(/^no replica was reached: nobody answers at 127\.0\.0\.1:\d+, /),
    });
    for (const id of [0, 1, 2]) await group?.start(id);
    expect(await store.get('k')).toEqual({ type: 'ok', result: null });
  });

  it('should say why it is refused, if it is', async () => {
    group = await LocalGroup.of(vsr, 3);
    const at = group.addresses.map(addressText);
    store = connect({ at, cluster: 'another' });
    expect(await store.get('k', within(1500))).toEqual({
      type: 'failed',
      reason: 'no replica was reached: this is cluster "test", and not "another"',
    });
    store.close();
    store = connect({ at: at.toReversed(), cluster: 'test' });
    // the one in the middle is in its place
    expect(store.refusal()).toBeUndefined();
    expect((await store.get('k', within(1500))).type).not.toBe('ok');
    expect(store.refusal()).toMatch(/^this is replica [02], and not replica [02]$/);
  });

  it('should end all of its operations when it is closed', async () => {
    const at = (await freeAddresses(1)).map(addressText);
    store = connect({ at, sessionsMax: 1 });
    const calls = [store.put('a', '1'), store.put('b', '2')];
    store.close();
    expect((await Promise.all(calls)).map(({ type }) => type)).toEqual(['failed', 'failed']);
  });
});
