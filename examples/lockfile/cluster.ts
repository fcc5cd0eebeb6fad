import { defineCluster, type NodeView } from 'wavetank';

/** True if the last line that a worker printed says it holds the lock. */
function holds({ up, start, lines }: NodeView): boolean {
  const last = lines.at(-1);
  return up && last?.start === start && last.text === 'holds';
}

/** Workers on one disk that crash while they hold a lock of `proper-lockfile`. */
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
  // A holder paused for longer than the stale time loses the lock, as documented. All workers share one clock and one disk.
  without: ['pauses', 'clocks', 'disk-errors', 'disk-damage'],
  quorum: (workers) => workers,
  // After a crash all others find the lock stale at about the same time, so crashes should be frequent.
  narrow: (scenario, sequence) => ({
    ...scenario,
    disk: { latencyMinUs: 100, latencyMeanUs: sequence.between(1_000, 20_000) },
    faults: { ...scenario.faults, crash: { everyUs: 2_000_000, midHandlerPpm: 0, downMax: 1 } },
  }),
  describeOperation: (worker) => `POST to ${worker}`,
});
