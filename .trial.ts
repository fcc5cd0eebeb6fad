import { defineCluster } from 'wavetank';
import { kv } from 'wavetank/invariants';
export default defineCluster({
  name: 'x',
  nodes: { entry: process.env['ENTRY']!, count: 3 },
  client: async (operation: any, { nodes }) => {
    const r = await fetch(
      `http://${nodes[0]}:8080/kv/${operation.key}`,
      operation.kind === 'read' ? {} : { method: 'PUT', body: operation.value },
    );
    if (!r.ok) throw new Error('no');
    return operation.kind === 'read' ? { kind: 'read', value: await r.text() } : { kind: 'write' };
  },
  operation: (draw, client, index) =>
    draw.below(2) === 0
      ? ({ kind: 'read', key: 'a' } as const)
      : ({ kind: 'write', key: 'a', value: `${client}.${index}` } as const),
  model: kv as any,
});
