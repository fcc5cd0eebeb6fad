import { defineCluster } from 'wavetank';
import { deterministic } from 'wavetank/invariants';

const TIMEOUT_MS = 2_000;
const countedTo = (visits: number): string => Array.from({ length: visits }, (_, i) => i + 1).join(' ');

/** Model of the counts a client gets for the given number of visits: only its own visits count. */
const visits = deterministic<null, number, string>({
  name: 'visits',
  initial: null,
  apply: (state, count) => ({ state, result: countedTo(count) }),
  key: (state) => state,
  sameResult: (a, b) => a === b,
  kind: () => 'session',
  describe: (count, result) => `${count} visits${result === undefined ? '' : `, counted ${result}`}`,
});

export default defineCluster({
  name: 'express',
  summary: 'an Express application with sessions in memory',
  nodes: { entry: new URL('./server.mjs', import.meta.url), name: 'web', count: 1 },
  async client(count: number) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const ask = async (path: string): Promise<Record<string, unknown>> => {
      const response = await fetch(`http://web0:8080${path}`, { method: 'POST', signal });
      if (!response.ok) throw new Error(`answered ${response.status}`); // the server forgets sessions when it crashes
      return (await response.json()) as Record<string, unknown>;
    };
    const { id } = await ask('/session');
    const counts: unknown[] = [];
    for (let visit = 0; visit < count; visit++)
      counts.push((await ask(`/session/${String(id)}/visit`))['visits']);
    return counts.join(' ');
  },
  operation: (draw) => 1 + draw.below(4),
  quorum: (nodes) => nodes,
  model: visits,
  describeOperation: (count) => `a session with ${count} visits`,
});
