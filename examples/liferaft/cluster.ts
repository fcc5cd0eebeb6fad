import { defineCluster, type NodeView } from 'wavetank';

const TIMEOUT_MS = 3_000;

/** Entries that a node has applied since its program started, in order. */
function applied({ lines, start }: NodeView): readonly string[] {
  return lines.flatMap(({ text, start: of }) => {
    const [, id] = /^applies \d+ (\S+)$/.exec(text) ?? [];
    return of === start && id !== undefined ? [id] : [];
  });
}

/** Three nodes that replicate a log with `liferaft`. */
export default defineCluster({
  name: 'liferaft',
  summary: 'a counter replicated by liferaft, in memory',
  nodes: {
    entry: new URL('./node.mjs', import.meta.url),
    name: 'raft',
    count: 3,
    env: ({ name, nodes }) => ({ NODE: name, NODES: nodes.join(',') }),
  },
  async client(id: string, { nodes }) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const start = Math.floor(Math.random() * nodes.length);
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[(start + i) % nodes.length];
      const response = await fetch(`http://${node}:8080/${id}`, { method: 'POST', signal });
      if (response.status === 200) return Number(await response.text());
      await response.text();
    }
    throw new Error('no node leads');
  },
  operation: (_, client, index) => `${client}.${index}`,
  invariants: [
    {
      name: 'one-log',
      statement:
        'Two nodes that have both applied an entry at some position have applied the same one there.',
      broken(nodes) {
        const [first, ...others] = nodes.map((node) => ({ name: node.name, log: applied(node) }));
        const all = first === undefined ? [] : [first, ...others];
        const longest = Math.max(...all.map(({ log }) => log.length));
        for (let at = 0; at < longest; at++) {
          const there = all.filter(({ log }) => log.length > at);
          if (new Set(there.map(({ log }) => log[at])).size > 1)
            return there.map(({ name, log }) => `${name} has applied ${log[at]} at position ${at + 1}`);
        }
        return undefined;
      },
    },
  ],
  // The log is in memory only.
  without: ['crashes', 'disk-errors', 'disk-damage', 'clocks'],
  clientsMax: 3,
  operationsMax: 6,
  describeOperation: (id) => `POST /${id}`,
});
