/** Numbers of operations of a run by their fate. */
export interface OperationCounts {
  called: number;
  ok: number;
  failed: number;
  unknown: number;
  /** Lost with their client. */
  abandoned: number;
  /** Operations with `ok` or `failed` outcome that were answered while faults could strike. */
  inStorm: number;
}

/** All of a workload that changes. One element per client, from 0. */
export interface WorkloadState {
  /** Operations handed out. */
  issued: Int32Array;
  open: Uint8Array;
  /** Whether the open one was called after faults had stopped. */
  openSinceHeal: Uint8Array;
  /** Whether the client has done what is asked of it in this phase. */
  satisfied: Uint8Array;
  unfinished: number;
  counts: OperationCounts;
}

export const newWorkloadState = (clients: number): WorkloadState => ({
  issued: new Int32Array(clients),
  open: new Uint8Array(clients),
  openSinceHeal: new Uint8Array(clients),
  satisfied: new Uint8Array(clients),
  unfinished: clients,
  counts: { called: 0, ok: 0, failed: 0, unknown: 0, abandoned: 0, inStorm: 0 },
});
