import { type ClusterDefinition, defineCluster } from 'wavetank';
import { type KvOperation, type KvResult, kv } from 'wavetank/invariants';

const KEYS = 2;

/** Three nodes that replicate keys over `http`; `variant` selects a deliberate bug. */
export const kvHttp = (variant = ''): ClusterDefinition<KvOperation, KvResult, KvResult> => ({
  name: variant === '' ? 'kv-http' : `kv-http-${variant}`,
  summary: 'a replicated key-value service over node:http and files',
  nodes: {
    entry: new URL('./server.ts', import.meta.url),
    count: 3,
    env: ({ nodes }) => ({ NODES: nodes.join(','), DATA: '/var/lib/kv', VARIANT: variant }),
  },
  client: new URL('./client.ts', import.meta.url),
  operation(draw, client, index) {
    const key = `k${draw.below(KEYS)}`;
    return draw.below(2) === 0 ? { kind: 'read', key } : { kind: 'write', key, value: `${client}.${index}` };
  },
  model: kv,
  without: ['disk-errors', 'disk-damage'],
  describeOperation: (operation) =>
    operation.kind === 'write' ? `PUT /kv/${operation.key} ${operation.value}` : `GET /kv/${operation.key}`,
  describeResult: (result) => (result.kind === 'read' ? (result.value ?? 'nothing') : 'written'),
});

export default defineCluster(kvHttp());
