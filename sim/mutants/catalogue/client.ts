import type { Mutant } from '../mutant.ts';

/** Clients and sessions. */
export const client: readonly Mutant[] = [
  {
    id: 'C01',
    name: 'executed-duplicate-reexecuted',
    file: 'src/vsr/protocol/client-table.ts',
    find: 'request <= record.request;',
    replace: 'request < 0 && record.request < 0;',
    expect: ['I12'],
    note: 'a retried request is executed again',
    difficulty: 'e',
  },
  {
    id: 'C02',
    name: 'table-only-at-primary',
    file: 'src/vsr/protocol/client-table.ts',
    find: 'clientTable.set(part.client, record);',
    replace:
      'if (state.config[state.view % state.config.length] === state.self) clientTable.set(part.client, record);',
    expect: ['I12', 'I15'],
    note: 'backups keep no replies; after a failover a retry runs again (E13)',
    difficulty: 'm',
  },
  {
    id: 'C03',
    name: 'client-ignores-request-number',
    file: 'src/vsr/client/client.ts',
    find: 'if (reply.client !== state.client || reply.request !== state.request) return;',
    replace: 'if (reply.client !== state.client) return;',
    expect: ['I16', 'I17'],
    note: 'a late reply completes a newer request',
    difficulty: 'e',
  },
  {
    id: 'C04',
    name: 'inflight-mark-leaks',
    file: 'src/vsr/protocol/views.ts',
    find: 'state.inFlight.clear();',
    replace: '',
    expect: ['I26', 'L1'],
    note: 'the in-flight mark outlives an entry that a view change dropped: retries are ignored for ever (E12)',
    difficulty: 'm',
  },
  {
    id: 'C05',
    name: 'eviction-by-local-arrival',
    file: 'src/vsr/protocol/client-table.ts',
    find: `let victim = -1;
  let oldest = Number.POSITIVE_INFINITY;`,
    replace: `let victim = [...state.addresses.keys()].find((known) => state.clientTable.has(known)) ?? -1;
  let oldest = victim === -1 ? Number.POSITIVE_INFINITY : -1;`,
    expect: ['I12', 'I13', 'I14', 'I15'],
    note: 'the primary evicts by order of arrival, backups by the log',
    difficulty: 'm',
  },
  {
    id: 'C07',
    name: 'eviction-tie-by-table-order',
    file: 'src/vsr/protocol/client-table.ts',
    find: 'if (record.op < oldest || (record.op === oldest && client < victim)) {',
    replace: 'if (record.op < oldest) {',
    expect: ['I13', 'I14', 'I15'],
    // many clients that wait together, few sessions, and replicas that restore their tables from checkpoints
    scenario: {
      clients: 8,
      thinkUs: 0,
      faults: { crash: { everyUs: 300_000 }, 'client-crash': { everyUs: 200_000 } },
      restartUs: 50_000,
      clientRestartUs: 5_000,
      settings: { pipelineMax: 1, queueMax: 64, batchMax: 16, sessionsMax: 8, checkpointOps: 4 },
    },
    note: 'sessions with the same last op are evicted in table order, which differs after a restore',
    difficulty: 'm',
  },
  {
    id: 'C06',
    name: 'misrouted-reply-accepted',
    file: 'src/vsr/client/client.ts',
    find: `if (reply.client !== state.client || reply.request !== state.request) return;
  if (state.session !== 0 && reply.session !== state.session) return;`,
    replace: 'if (reply.request !== state.request) return;',
    expect: ['I16', 'I17'],
    note: 'a client takes a reply to another client; the session check would catch it, so both are removed',
    difficulty: 'm',
  },
];
