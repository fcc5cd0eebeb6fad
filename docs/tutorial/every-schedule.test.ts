import { checkTest } from 'wavetank/vitest';
import abd from './abd.ts';
import type { Operation } from './client.ts';
import twoServers from './two-servers.ts';

/** The first client writes, then reads; all others only read. */
const workload = (client: number, count: number): Operation[] =>
  Array.from({ length: count }, (_, i) =>
    client === 0 && i === 0 ? { kind: 'write', value: 'new' } : { kind: 'read' },
  );

checkTest('two servers, two clients', twoServers, { replicas: 2, clients: 2, operations: 2, workload });
// Exercise: two clients are not enough to see the bug. Enable this test, run it, and read the story.
// checkTest('two servers, three clients', twoServers, { replicas: 2, clients: 3, operations: 1, workload });
checkTest('the atomic register', abd, { replicas: 2, clients: 3, operations: 1, workload });
