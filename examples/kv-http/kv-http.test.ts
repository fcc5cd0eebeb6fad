import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../invariants/linearizability/check.ts';
import type { HistoryEvent } from '../../invariants/linearizability/history.ts';
import { type KvOperation, type KvResult, kv } from '../../invariants/linearizability/models/kv.ts';
import { keyedBits } from '../../sim/node/testing/chance.ts';
import { type TestNode, TestWorld } from '../../sim/node/testing/world.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const clientProgram = here('../../sim/node/testing/client-program.ts');
const NODES = ['a', 'b', 'c'];
const CLIENTS = 3;
const OPERATIONS = 12;

interface Line {
  readonly type: 'call' | 'ok' | 'unknown';
  readonly id: string;
  readonly operation: { readonly kind: 'read' | 'write'; readonly key: string; readonly value: string };
  readonly value: string | null;
}

/** Three servers and some clients, with crashes, power losses and cuts drawn from the seed. */
function storm(seed: number, variant = ''): TestWorld {
  const env = { NODES: NODES.join(','), DATA: '/var/lib/kv', VARIANT: variant };
  const servers: TestNode[] = NODES.map((name) => ({ name, program: { entry: here('server.ts'), env } }));
  const clients: TestNode[] = Array.from({ length: CLIENTS }, (_, at) => ({
    name: `client${at}`,
    program: {
      entry: clientProgram,
      args: [here('client.ts'), NODES.join(','), String(OPERATIONS), String(at)],
    },
  }));
  let draws = 0;
  const draw = (name: string, below: number) => keyedBits(seed, name, draws++) % below;
  const world = new TestWorld(seed, [...servers, ...clients], {
    delayUs: [200, [1_000, 10_000, 60_000][draw('delay', 3)] ?? 1_000],
    lossPerMille: draw('loss', 3) === 0 ? 20 : 0,
    disk: {
      latencyUs: () => 50 + draw('latency', 3_000),
      survivors: (_, count) => draw('survivors', count + 1),
      page: () => (draw('page', 2) === 0 ? 'new' : 'old'),
    },
  });
  const trouble = () => {
    const node = draw('node', NODES.length);
    const ends = world.nowUs + 50_000 + draw('length', 400_000);
    if (draw('kind', 3) === 0) {
      for (let other = 0; other < NODES.length + CLIENTS; other++) if (other !== node) world.cut(node, other);
      world.at(ends, () => world.heal());
    } else if (world.hosts[node]?.incarnation !== undefined) {
      // A power loss of all at once is what replication alone does not help against.
      const all = draw('all', 3) === 0 ? [0, 1, 2] : [node];
      for (const one of all) {
        if (world.hosts[one]?.incarnation === undefined) continue;
        world.kill(one, all.length > 1 || draw('ending', 2) === 0 ? 'power-loss' : 'kill');
        world.at(ends, () => world.restart(one));
      }
    }
    if (world.nowUs < 2_500_000) world.at(ends + 20_000 + draw('pause', 300_000), trouble);
  };
  world.at(30_000 + draw('first', 300_000), trouble);
  return world;
}

function historyOf(world: TestWorld): HistoryEvent<KvOperation, KvResult>[] {
  const ids = new Map<string, { id: number; kind: 'read' | 'write' }>();
  return world.seen.flatMap(({ node, observation }): HistoryEvent<KvOperation, KvResult>[] => {
    if (node < NODES.length || observation.kind !== 'line') return [];
    if (observation.stream === 'stderr') throw new Error(observation.text);
    const line = JSON.parse(observation.text) as Line; // the client program's own lines
    if (line.type === 'call') {
      const id = ids.size;
      const { kind, key, value } = line.operation;
      ids.set(line.id, { id, kind });
      const operation: KvOperation = kind === 'read' ? { kind, key } : { kind, key, value };
      return [{ type: 'call', id, client: node, operation }];
    }
    const { id, kind } = ids.get(line.id) ?? { id: -1, kind: 'read' };
    if (line.type === 'unknown') return [{ type: 'unknown', id }];
    return [{ type: 'ok', id, result: kind === 'read' ? { kind, value: line.value } : { kind } }];
  });
}

async function verdict(
  seed: number,
  variant = '',
): Promise<{ verdict: string; operations: number; acknowledged: number; world: TestWorld }> {
  const world = storm(seed, variant);
  const clients = () => world.hosts.slice(NODES.length);
  const done = () => world.steps > 100 && clients().every(({ incarnation }) => incarnation === undefined);
  await world.run(60_000_000, done);
  world.dispose();
  const history = historyOf(world);
  const check = checkHistory(kv, history);
  const acknowledged = history.filter(({ type }) => type === 'ok').length;
  return { verdict: check.verdict.type, operations: check.operations, acknowledged, world };
}

describe('kv-http', () => {
  it('should be linearizable whatever happens', async () => {
    let operations = 0;
    let acknowledged = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const result = await verdict(seed);
      expect(result.verdict, `seed ${seed}`).toBe('linearizable');
      operations += result.operations;
      acknowledged += result.acknowledged;
    }
    expect(operations).toBe(6 * CLIENTS * OPERATIONS);
    expect(acknowledged).toBeGreaterThan(operations / 3);
  });

  it.each(['no-sync', 'local-reads', 'no-write-back'])(
    'should be caught without its care: %s',
    async (variant) => {
      for (let seed = 1; seed <= 200; seed++) {
        if ((await verdict(seed, variant)).verdict === 'not-linearizable') return;
      }
      expect.fail('not found within 200 seeds');
    },
  );

  it('should run the same way each time, whatever ran before', async () => {
    const first = await verdict(3);
    await verdict(4);
    const second = await verdict(3);
    expect(second.world.hash).toBe(first.world.hash);
  });
});
