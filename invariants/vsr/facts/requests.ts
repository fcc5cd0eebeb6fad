import type { VsrObserver } from './types.ts';

/** Per client process: its last operation, and the request that was sent for it. */
export interface RequestFacts {
  /** Id of the open operation; 0 for none. */
  readonly call: number[];
  /** -1: the operation has not been sent yet. */
  readonly request: number[];
  readonly client: number[];
  readonly session: number[];
  /** Whether the operation was sent as a read that does not go through the log. */
  readonly reads: boolean[];
}

export const requestFacts: VsrObserver<RequestFacts> = {
  initial: (tank) => {
    const each = (value: number): number[] => Array.from({ length: tank.processes }, () => value);
    return {
      call: each(0),
      request: each(-1),
      client: each(0),
      session: each(0),
      reads: each(0).map(() => false),
    };
  },
  only: { send: ['Request', 'ReadRequest'] },
  on: {
    call(facts, _tank, process, id) {
      facts.call[process] = id;
      facts.request[process] = -1;
      facts.reads[process] = false;
    },
    send(facts, _tank, from, _to, message) {
      if (message.type === 'ReadRequest' && facts.call[from] !== 0) facts.reads[from] = true;
      if (message.type !== 'Request' || message.kind === 'register' || facts.call[from] === 0) return;
      facts.request[from] = message.request;
      facts.client[from] = message.client;
      facts.session[from] = message.session;
    },
    return(facts, _tank, process) {
      facts.call[process] = 0; // retransmissions of its request still belong to it
    },
    crash(facts, _tank, process) {
      facts.call[process] = 0;
    },
  },
};
