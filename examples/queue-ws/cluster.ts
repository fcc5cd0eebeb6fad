import { defineCluster, type NodeView } from 'wavetank';

interface Job {
  readonly type: 'add' | 'status';
  readonly id: string;
}

const LOG = '/var/lib/queue/log';

/** Jobs in the broker's log whose lines say `what`. */
const logged = (broker: NodeView | undefined, what: string): readonly string[] =>
  (broker?.read(LOG) ?? '')
    .split('\n')
    .flatMap((line) => (line.startsWith(`${what} `) ? [line.slice(what.length + 1)] : []));

/** A job queue over `ws`: one broker with a log, two workers. */
export default defineCluster({
  name: 'queue-ws',
  summary: 'a job queue over WebSockets: no job is lost, none is finished that nobody did',
  nodes: [
    { entry: new URL('./broker.mjs', import.meta.url), name: 'broker', count: 1 },
    { entry: new URL('./worker.mjs', import.meta.url), name: 'worker', count: 2 },
  ],
  client: new URL('./client.mjs', import.meta.url),
  operation: (draw, client, index): Job =>
    index > 1 && draw.below(3) === 0
      ? { type: 'status', id: `${client}.${1 + draw.below(index - 1)}` }
      : { type: 'add', id: `${client}.${index}` },
  quorum: (nodes) => nodes,
  // This broker does not handle a log that cannot be written.
  without: ['disk-errors', 'disk-damage'],
  invariants: [
    {
      name: 'done-by-a-worker',
      statement: 'A job that the log calls done was added before, and a worker has done it.',
      broken([broker, ...workers]) {
        const added = new Set(logged(broker, 'add'));
        const did = new Set(
          workers.flatMap(({ lines }) => lines.map(({ text }) => text.replace('does ', ''))),
        );
        const odd = logged(broker, 'done').find((id) => !added.has(id) || !did.has(id));
        return odd === undefined
          ? undefined
          : `job ${odd} is done, but ${added.has(odd) ? 'no worker did it' : 'nobody added it'}`;
      },
    },
  ],
  unsettled([broker]) {
    const done = new Set(logged(broker, 'done'));
    const open = logged(broker, 'add').filter((id) => !done.has(id));
    return open.length === 0 ? undefined : `jobs ${open.slice(0, 5).join(', ')} were added and are not done`;
  },
  describeOperation: ({ type, id }) => `${type} job ${id}`,
});
