import { type ClusterDefinition, defineCluster } from 'wavetank';
import { type KvOperation, type KvResult, kv } from 'wavetank/invariants';

const FILE = '/srv/db.json';

/** One server using lowdb, with one client. `powerLossPpm`: share of crashes that are power losses, per million. */
export const lowdb = (powerLossPpm: number): ClusterDefinition<KvOperation, KvResult, KvResult> => ({
  name: 'lowdb',
  summary: 'a server that keeps its values in a file by lowdb, under power loss',
  nodes: { entry: new URL('./server.mjs', import.meta.url), name: 'server', count: 1 },
  async client(operation) {
    const url = `http://server0:8080/${operation.key}`;
    if (operation.kind === 'write') {
      await (await fetch(url, { method: 'PUT', body: operation.value })).text();
      return { kind: 'write' };
    }
    const { value } = (await (await fetch(url)).json()) as { value: string | null };
    return { kind: 'read', value };
  },
  operation: (draw, client, index) =>
    draw.below(4) === 0
      ? { kind: 'read', key: `k${draw.below(2)}` }
      : { kind: 'write', key: `k${draw.below(2)}`, value: `${client}.${index}` },
  invariants: [
    {
      name: 'readable-file',
      statement: 'Once the file is there it is a whole JSON document, at any time, also after a crash.',
      broken([server]) {
        const text = server?.read(FILE);
        if (text === undefined) return undefined;
        try {
          JSON.parse(text);
          return undefined;
        } catch {
          return text === ''
            ? `${FILE} is empty`
            : `${FILE} holds ${text.length} characters that are no JSON`;
        }
      },
    },
  ],
  model: kv,
  // The example may lose unsynced values by design; only the file must stay readable.
  promisesLess: () => true,
  without: ['disk-errors', 'disk-damage'],
  powerLossPpm,
  narrow: (scenario) => ({
    ...scenario,
    faults: {
      ...scenario.faults,
      crash: { everyUs: 1_000_000, midHandlerPpm: 300_000, downMax: 1 },
      unsynced: { lostPpm: 500_000, tornPpm: 100_000 },
    },
  }),
});

const ALWAYS_PPM = 1_000_000;
export default defineCluster(lowdb(ALWAYS_PPM));
