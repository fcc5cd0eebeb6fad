import type { Mutant } from '../mutant.ts';

/** GetState, NewState and catching up. */
export const vsrStateTransfer: readonly Mutant[] = [
  {
    id: 'V29',
    name: 'transfer-cuts-first',
    file: 'src/vsr/protocol/state-transfer.ts',
    find: "promiseView(replica, state, view, 'catching-up', ctx);",
    replace: `state.log.length = state.commit;
  promiseView(replica, state, view, 'catching-up', ctx);`,
    expect: ['I3', 'I10'],
    note: 'the log is cut before the new one arrives: the next DoViewChange lacks acknowledged entries (E2)',
    difficulty: 'm',
  },
  {
    id: 'V30',
    name: 'newstate-view-unchecked',
    file: 'src/vsr/protocol/state-transfer.ts',
    find: 'return message.view === view && nonce > incarnation * NONCES && nonce <= transfer.nonce;',
    replace: 'return message.view <= view && nonce !== 0 && transfer.nonce >= 0 && incarnation > 0;',
    expect: ['I34', 'I2', 'I5'],
    // answers that come when their view is over, and tails that the next view does not have
    scenario: {
      network: { strategy: 'uniform', fifo: false },
      faults: {
        drop: { ppm: 100_000 },
        duplicate: { ppm: 300_000, latePpm: 300_000, lateMaxUs: 200_000 },
        partition: { everyUs: 100_000, durationUs: 150_000, shapes: ['isolate', 'link', 'one-way-out'] },
      },
      clients: 6,
      thinkUs: 0,
      settings: { checkpointOps: 0, pipelineMax: 32 },
    },
    note: 'a NewState of an older view is applied; the nonce check is removed too',
    difficulty: 'm',
  },
  {
    id: 'V31',
    name: 'newstate-off-by-one',
    file: 'src/vsr/protocol/state-transfer.ts',
    find: 'suffix: suffixOf(state.log, message.op, message.op + TRANSFER_ENTRIES_MAX),',
    replace: 'suffix: suffixOf(state.log, message.op + 1, message.op + TRANSFER_ENTRIES_MAX),',
    expect: ['I1', 'I25', 'L1', 'L2'],
    note: 'the answer starts one entry too late and never fits',
    difficulty: 'e',
  },
  {
    id: 'V32',
    name: 'transfer-asks-old-view',
    file: 'src/vsr/protocol/state-transfer.ts',
    find: 'sendRequestStartView(replica, state, primaryOf(state, view), { epoch, nonce, view }, ctx);',
    replace:
      'sendRequestStartView(replica, state, primaryOf(state, state.logView), { epoch, nonce, view }, ctx);',
    expect: ['L1', 'L2'],
    note: 'a replica that catches up asks the primary of the view that it left, which ignores it',
    difficulty: 'm',
  },
];
