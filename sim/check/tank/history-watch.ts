import type { AnyObserver } from '../../kernel/subscriptions.ts';
import type { HistoryEvent } from '../handlers/events.ts';

/** Records the calls and results of a run's clients, for a search that begins in it. */
export class HistoryWatch {
  readonly events: HistoryEvent[] = [];
  /** By client, from 0: the operations it has called. */
  readonly called: unknown[][];

  constructor(clients: number) {
    this.called = Array.from({ length: clients }, () => []);
  }

  readonly observer: AnyObserver = {
    initial: () => ({}),
    on: {
      call: (_, { replicas }, process, __, operation) => {
        const client = process - replicas;
        const index = (this.called[client]?.push(operation) ?? 1) - 1;
        this.events.push({ type: 'call', client, index, operation });
      },
      return: (_, { replicas }, process, __, outcome) => {
        const client = process - replicas;
        this.events.push({ type: 'return', client, index: this.last(client), outcome });
      },
      crash: (_, { replicas }, process) => {
        const client = process - replicas;
        if (client < 0 || !this.isOpen(client)) return;
        const outcome = { type: 'unknown' } as const;
        this.events.push({ type: 'return', client, index: this.last(client), outcome });
      },
    },
  };

  private last(client: number): number {
    return (this.called[client]?.length ?? 0) - 1;
  }

  private isOpen(client: number): boolean {
    const last = this.events.findLast((event) => event.client === client);
    return last?.type === 'call';
  }
}
