import { defineCluster, type NodeView } from 'wavetank';

/** Whether a worker believes that it has the lock: the last word of the program that runs. */
function holds({ up, start, lines }: NodeView): boolean {
  const last = lines.at(-1);
  return up && last?.start === start && last.text === 'holds';
}

/** Workers that crash while they hold a lock of `proper-lockfile`, on one disk. */
export default defineCluster({
  name: 'lockfile',
  summary: 'workers that exclude each other by proper-lockfile on a shared disk',
  nodes: { entry: new URL('./worker.mjs', import.meta.url), name: 'worker', count: 3, disk: 'shared' },
  async client(worker: string) {
    const response = await fetch(`http://${worker}:8080/`, { method: 'POST' });
    await response.text();
    return response.status;
  },
  operation: (draw) => draw.pick(['worker0', 'worker1', 'worker2']),
  timeoutMs: 30_000,
  invariants: [
    {
      name: 'mutual-exclusion',
      statement: 'At any time at most one worker holds the lock and has not been told that it lost it.',
      broken(nodes) {
        const holders = nodes.filter(holds);
        return holders.length < 2
          ? undefined
          : `${holders.map(({ name }) => name).join(' and ')} hold the lock`;
      },
    },
  ],
  // Whoever stands still for longer than the lock lives loses it: that is documented. All workers share one clock and one disk.
  without: ['pauses', 'clocks', 'disk-errors'],
  quorum: (workers) => workers,
  // A crash leaves a lock behind that all others find stale at about the same time: the more often, the better.
  narrow: (scenario, sequence) => ({
    ...scenario,
    disk: { latencyMinUs: 100, latencyMeanUs: sequence.between(1_000, 20_000) },
    faults: { ...scenario.faults, crash: { everyUs: 2_000_000, midHandlerPpm: 0, downMax: 1 } },
  }),
  describeOperation: (worker) => `POST to ${worker}`,
});
