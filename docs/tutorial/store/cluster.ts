import { defineCluster, type NodeView } from 'wavetank';
import { kv } from 'wavetank/invariants';

/** The copies that a node has on its disk. */
const copiesOf = (node: NodeView): string => node.read('/data/copies.json') ?? '{}';

export default defineCluster({
  name: 'store',
  nodes: {
    entry: new URL('./server.mjs', import.meta.url),
    count: 3,
    env: ({ nodes }) => ({ NODES: nodes.join(',') }),
  },
  client: new URL('./client.mjs', import.meta.url),
  operation: (draw, client, index) => {
    const key = `k${draw.below(2)}`;
    return draw.below(2) === 0 ? { kind: 'read', key } : { kind: 'write', key, value: `${client}.${index}` };
  },
  model: kv,
  invariants: [
    {
      name: 'copies-are-whole',
      statement: 'the file of a node is whole at any moment',
      broken: (nodes) =>
        nodes.filter((node) => !copiesOf(node).endsWith('}')).map(({ name }) => `${name} has half a file`),
    },
  ],
  // The server gives up when its disk fails, and does not claim to survive one that lies.
  without: ['disk-errors', 'disk-damage'],
});
