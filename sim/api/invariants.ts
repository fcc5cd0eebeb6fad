/** `wavetank/invariants`: the checkers, their sequential models, and invariants for any system. */

export { noPanic } from '../../invariants/general/no-panic.ts';
export { linearizability } from '../../invariants/linearizability/invariant.ts';
export type { ListOperation, ListResult } from '../../invariants/linearizability/list-operations.ts';
export {
  type DeterministicModel,
  deterministic,
  type SequentialModel,
  type StateKey,
  type Step,
} from '../../invariants/linearizability/model.ts';
export { appendList } from '../../invariants/linearizability/models/append-list.ts';
export {
  type CounterOperation,
  type CounterResult,
  counter,
} from '../../invariants/linearizability/models/counter.ts';
export {
  type KvOperation,
  type KvResult,
  type KvValue,
  kv,
} from '../../invariants/linearizability/models/kv.ts';
export {
  type RegisterOperation,
  type RegisterResult,
  type RegisterValue,
  register,
} from '../../invariants/linearizability/models/register.ts';
export type {
  DropReason,
  Handlers,
  Invariant,
  Observer,
  Only,
  Tank,
  ViolationFacts,
} from '../../invariants/observer.ts';
export { ordering } from '../../invariants/register/ordering.ts';
export { quorumAtReturn } from '../../invariants/register/quorum-at-return.ts';
export { replicaTimestamp } from '../../invariants/register/replica-timestamp.ts';
export { uniqueTimestamp } from '../../invariants/register/unique-timestamp.ts';
export { validity } from '../../invariants/register/validity.ts';
export type { RegisterView } from '../../invariants/register/view.ts';
