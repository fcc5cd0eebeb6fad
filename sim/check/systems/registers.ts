import type { RegisterOperation } from '../../../src/register/messages.ts';
import type { CheckHints } from './hints.ts';

/** Alternating: the first client writes and then reads, the next only reads, so that a partial write is read twice. */
const workload = (client: number, count: number): readonly RegisterOperation[] =>
  Array.from({ length: count }, (_, i) =>
    i === 0 && client % 2 === 0
      ? { kind: 'write', value: String.fromCharCode(65 + client) }
      : { kind: 'read' },
  );

/** Hints for the registers of src/register. */
export const registerHints: CheckHints = {
  size: { replicas: 3, clients: 2, operations: 2 },
  settings: { resendUs: 1000, retryUs: 1000, giveUpUs: 1000 },
  workload,
  pace: (us) => ({ resendUs: us('resend'), retryUs: us('retry'), giveUpUs: us('give-up') }),
  timers: { replicas: { 0: 'resend' }, clients: { 0: 'retry', 1: 'give-up' } },
};
