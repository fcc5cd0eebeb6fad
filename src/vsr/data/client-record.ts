/** Last executed request of a client. The client table is a fold over the executed log. */
export interface ClientRecord {
  /** Op of the client's Register. */
  readonly session: number;
  readonly request: number;
  readonly result: unknown;
  /** Op of the entry that executed the request. */
  readonly op: number;
}

/** Result of a reconfiguration. `epoch` is the epoch in force afterwards; `refused` means the request named another epoch. */
export interface ReconfigurationResult {
  readonly type: 'reconfigured' | 'refused';
  readonly epoch: number;
}
