import { assert } from '../data/assert.ts';
import { makeEntry, type Part } from '../data/entry.ts';
import { configOf } from '../data/epochs.ts';
import { type Ctx, isNormalPrimary, type Replica } from './group.ts';
import { appendToLog, checksumAt } from './log.ts';
import { sendPrepare } from './normal-case.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend, timeRoundTrip } from './timing.ts';

/** Client fields of a batch, which belongs to no client. */
const BATCH_FIELDS = { client: 0, kind: 'batch', predicted: null, request: 0, session: 0 } as const;

/** Makes one entry of these requests, with the next op, and sends it to the own disk and to the backups. */
export function prepare(replica: Replica, state: ReplicaState, parts: readonly Part[], ctx: Ctx): void {
  const [only] = parts;
  if (only === undefined) return;
  assert(isNormalPrimary(state), 'a request is prepared by another replica than the primary');
  const op = state.log.length + 1;
  const { body, client, kind, predicted, request, session } =
    parts.length === 1 ? only : { ...BATCH_FIELDS, body: parts };
  const { epoch, view } = state;
  const parent = checksumAt(state.log, op - 1);
  const entry = makeEntry({ body, client, epoch, kind, op, parent, predicted, request, session, view });
  const now = ctx.now();
  if (op - 1 === state.commitMax) state.timing.progressUs = now;
  state.timing.sentUs = now;
  timeRoundTrip(state, op, now);
  appendToLog(state, entry, ctx);
  for (const request of parts) {
    state.inFlight.set(request.client, op);
  }
  for (const to of state.config) if (to !== state.self) sendPrepare(replica, state, to, entry, ctx);
  armResend(replica, state, ctx);
}

/**
 * Whether the log ends with the last op of this epoch. Nothing may follow it: the next group would not have
 * it (R02).
 */
export function closesEpoch({ epoch, log }: ReplicaState): boolean {
  const head = log[log.length - 1];
  return head?.epoch === epoch && configOf(head) !== undefined;
}

/** A request with its predicted value. */
export const partOf = (
  { body, client, kind, request, session }: Omit<Part, 'predicted'>,
  predicted: unknown,
): Part => ({ body, client, kind, predicted, request, session });
