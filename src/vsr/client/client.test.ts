import { describe, expect, it } from 'vitest';
import type { ProcessId } from '../../process/ids.ts';
import type { Reply, Request } from '../data/client-messages.ts';
import type { Message } from '../data/messages.ts';
import { Cluster } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';

const CLIENT = 3;

/** One client whose session is open. */
function withSession(options: { giveUpUs?: number; sessionsMax?: number; clients?: number } = {}): Cluster {
  const { giveUpUs = 0, sessionsMax = 16, clients = 1 } = options;
  const cluster = new Cluster({
    config: testConfig(3, { sessionsMax }),
    clients,
    client: { giveUpUs },
  });
  cluster.run();
  cluster.invoke(CLIENT, { kind: 'add', amount: 1 });
  cluster.run();
  expect(cluster.outcomes).toHaveLength(1);
  cluster.outcomes.length = 0;
  cluster.drop(() => true);
  return cluster;
}

const requests = (cluster: Cluster): { to: ProcessId; message: Request }[] =>
  cluster.packets.flatMap(({ to, message }) => (message.type === 'Request' ? [{ to, message }] : []));

function answer(cluster: Cluster, message: Message): void {
  cluster.inject({ from: cluster.state(0).self, to: clientOf(cluster), message });
}

function clientOf(cluster: Cluster): ProcessId {
  const id = cluster.clients[0]?.id;
  if (id === undefined) throw new Error('no client');
  return id;
}

function replyTo(request: Request): Reply {
  const { client, request: number, session } = request;
  return { client, op: 9, request: number, result: 'done', session, type: 'Reply', view: 0 };
}

describe('client', () => {
  it('should open a session by itself, and ask the primary for it first', () => {
    const cluster = new Cluster({ clients: 1 });
    cluster.run();
    cluster.invoke(CLIENT, { kind: 'get' });
    expect(requests(cluster)).toMatchObject([
      { to: 0, message: { kind: 'register', request: 0, session: 0 } },
    ]);
    cluster.run();
    expect(cluster.outcomes).toHaveLength(1);
    expect(cluster.state(0).clientTable.get(cluster.clients[0]?.state?.client ?? -1)).toMatchObject({
      request: 1,
      session: 1,
    });
  });

  it('should send the same request to all replicas without an answer, at growing intervals', () => {
    const cluster = withSession();
    cluster.invoke(CLIENT, { kind: 'get' });
    const first = requests(cluster);
    expect(first).toHaveLength(1);
    const quiet = (): boolean => false;
    cluster.pass(50_000, quiet);
    expect(requests(cluster).map(({ to }) => to)).toEqual([0, 0, 1, 2]);
    for (const { message } of requests(cluster)) expect(message).toEqual(first[0]?.message);
    cluster.pass(1_000_000, quiet);
    expect(requests(cluster).length).toBeLessThan(4 + 3 * 12);
  });

  it('should take only the answer to its current request (C03), session and client (C06)', () => {
    const cluster = withSession();
    cluster.invoke(CLIENT, { kind: 'get' });
    const request = requests(cluster)[0]?.message;
    if (request === undefined) throw new Error('nothing asked');
    const right = replyTo(request);
    answer(cluster, { ...right, request: right.request - 1 });
    answer(cluster, { ...right, client: right.client + 1 });
    answer(cluster, { ...right, session: right.session + 1 });
    expect(cluster.outcomes).toEqual([]);
    answer(cluster, right);
    expect(cluster.outcomes).toEqual([{ client: CLIENT, outcome: { type: 'ok', result: 'done' } }]);
    answer(cluster, right);
    expect(cluster.outcomes).toHaveLength(1);
  });

  it('should follow the view of the last answer', () => {
    const cluster = withSession();
    cluster.invoke(CLIENT, { kind: 'get' });
    const request = requests(cluster)[0]?.message;
    if (request === undefined) throw new Error('nothing asked');
    answer(cluster, { ...replyTo(request), view: 4 });
    cluster.drop(() => true);
    cluster.invoke(CLIENT, { kind: 'get' });
    expect(requests(cluster)[0]?.to).toBe(1);
  });

  it('should report an evicted operation as unknown, and come back under another id', () => {
    const cluster = withSession();
    const client = cluster.clients[0]?.state?.client ?? -1;
    cluster.invoke(CLIENT, { kind: 'add', amount: 1 });
    cluster.drop(() => true);
    answer(cluster, { client, session: 1, type: 'Eviction', view: 0 });
    expect(cluster.outcomes).toEqual([{ client: CLIENT, outcome: { type: 'unknown' } }]);
    cluster.invoke(CLIENT, { kind: 'get' });
    cluster.run();
    expect(cluster.outcomes[1]?.outcome.type).toBe('ok');
    expect(cluster.clients[0]?.state?.client).not.toBe(client);
  });

  it('should ignore an eviction by a primary of an older view than one that answered, or of another session', () => {
    const cluster = withSession();
    cluster.invoke(CLIENT, { kind: 'get' });
    const request = requests(cluster)[0]?.message;
    if (request === undefined) throw new Error('nothing asked');
    answer(cluster, { ...replyTo(request), view: 4 });
    cluster.invoke(CLIENT, { kind: 'get' });
    answer(cluster, { client: request.client, session: 1, type: 'Eviction', view: 3 });
    answer(cluster, { client: request.client, session: 2, type: 'Eviction', view: 4 });
    expect(cluster.outcomes).toHaveLength(1);
  });

  it('should give up with an unknown outcome if told to, and be a new client then', () => {
    const cluster = withSession({ giveUpUs: 100_000 });
    const client = cluster.clients[0]?.state?.client;
    cluster.invoke(CLIENT, { kind: 'get' });
    cluster.pass(100_000, () => false);
    expect(cluster.outcomes).toEqual([{ client: CLIENT, outcome: { type: 'unknown' } }]);
    expect(cluster.probes.get('client-unknown-outcome')).toBe(1);
    expect(cluster.clients[0]?.state?.client).not.toBe(client);
  });

  it('should report an operation that was never sent as failed', () => {
    const cluster = new Cluster({ clients: 1, client: { giveUpUs: 100_000 } });
    cluster.pass(150_000, () => false);
    cluster.invoke(CLIENT, { kind: 'get' });
    cluster.pass(150_000, ({ to }) => to === CLIENT);
    expect(cluster.outcomes[0]?.outcome.type).toBe('failed');
  });
});

describe('sessions', () => {
  it('should execute a request once, however often and late it arrives, and answer each retry alike', () => {
    const cluster = withSession();
    cluster.invoke(CLIENT, { kind: 'add', amount: 5 });
    const copies = [...cluster.packets];
    const [copy] = copies;
    if (copy === undefined) throw new Error('nothing asked');
    cluster.inject(copy);
    expect(cluster.state(0).log.length).toBe(3);
    cluster.run();
    cluster.inject(copy);
    const [reply] = cluster.packets;
    expect(reply?.message).toMatchObject({ type: 'Reply', request: 2, result: { kind: 'add', value: 6 } });
    cluster.run();
    expect(cluster.state(0).log.length).toBe(3);
    expect(cluster.outcomes).toHaveLength(1);
    expect(cluster.probes.get('duplicate-request-suppressed')).toBe(2);
    cluster.invoke(CLIENT, { kind: 'add', amount: 1 });
    cluster.run();
    cluster.inject(copy); // older than the last one: no answer at all
    expect(cluster.packets).toEqual([]);
    expect(cluster.outcomes[1]?.outcome).toEqual({ type: 'ok', result: { kind: 'add', value: 7 } });
  });

  it('should survive the primary: a retry at the next one finds the result', () => {
    const cluster = withSession();
    cluster.invoke(CLIENT, { kind: 'add', amount: 5 });
    cluster.run(({ message }) => message.type !== 'Reply');
    cluster.pass(20_000, ({ message }) => message.type !== 'Reply');
    cluster.crash(0);
    cluster.drop(() => true);
    cluster.pass(600_000);
    expect(cluster.outcomes[0]?.outcome).toEqual({ type: 'ok', result: { kind: 'add', value: 6 } });
    const effects = cluster.executions.filter(({ replica }) => replica === 1);
    expect(effects.filter(({ executed }) => executed.entry.request === 2)).toHaveLength(1);
  });

  it('should evict the longest idle one when the table is full, the same at all replicas', () => {
    const cluster = withSession({ sessionsMax: 2, clients: 3 });
    cluster.invoke(4, { kind: 'get' });
    cluster.run();
    cluster.invoke(3, { kind: 'get' });
    cluster.run();
    cluster.invoke(5, { kind: 'get' });
    cluster.pass(50_000);
    const ids = cluster.clients.map((node) => node.state?.client ?? -1);
    for (const replica of [0, 1, 2]) {
      expect([...cluster.state(replica).clientTable.keys()].sort()).toEqual([ids[0], ids[2]].sort());
    }
    cluster.outcomes.length = 0;
    cluster.invoke(4, { kind: 'add', amount: 100 });
    cluster.run();
    expect(cluster.outcomes).toEqual([{ client: 4, outcome: { type: 'unknown' } }]);
    expect(cluster.probes.get('eviction')).toBe(1);
    cluster.invoke(3, { kind: 'get' });
    cluster.run();
    expect(cluster.outcomes[1]?.outcome).toEqual({ type: 'ok', result: { kind: 'get', value: 1 } });
  });
});
