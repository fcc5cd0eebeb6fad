import type { HistoryEvent } from '../../invariants/linearizability/history.ts';
import type { Outcome } from '../../src/process/process.ts';

/** Client operations and their outcomes, in time order. */
export class ChaosHistory {
  readonly events: HistoryEvent<unknown, unknown>[] = [];
  readonly counts = { ok: 0, failed: 0, unknown: 0 };
  private readonly timesUs: number[] = [];
  private readonly originMs = performance.now();
  private ids = 0;

  call(client: number, operation: unknown): number {
    const id = this.ids++;
    this.add({ type: 'call', id, client, operation });
    return id;
  }

  end(id: number, outcome: Outcome<unknown>): void {
    this.counts[outcome.type]++;
    switch (outcome.type) {
      case 'ok':
        this.add({ type: 'ok', id, result: outcome.result });
        break;
      case 'failed':
        this.add({ type: 'fail', id });
        break;
      case 'unknown':
        this.add({ type: 'unknown', id });
        break;
    }
  }

  /** One event per line, in the format of `linearizable`. */
  jsonl(): string {
    const operations = new Map<number, { readonly client: number; readonly operation: unknown }>();
    return this.events
      .map((event, i) => {
        if (event.type === 'call') operations.set(event.id, event);
        const call = operations.get(event.id);
        const { f, key, value } = inWords(call?.operation, event.type === 'ok' ? event.result : undefined);
        const type = { call: 'invoke', ok: 'ok', fail: 'fail', unknown: 'info' }[event.type];
        const refused = event.type === 'ok' && f === 'cas' && !swapped(event.result);
        return `${JSON.stringify({
          process: call?.client ?? 0,
          type: refused ? 'fail' : type,
          f,
          ...(key === undefined ? {} : { key }),
          value,
          time: this.timesUs[i],
        })}\n`;
      })
      .join('');
  }

  private add(event: HistoryEvent<unknown, unknown>): void {
    this.events.push(event);
    this.timesUs.push(Math.round((performance.now() - this.originMs) * 1000));
  }
}

interface Words {
  readonly f: string;
  readonly key: string | undefined;
  readonly value: unknown;
}

/** Operations of the store and of the register in words; others unchanged. */
function inWords(operation: unknown, result: unknown): Words {
  const { kind, key, value, from, to } = operation as Partial<
    Record<'kind' | 'key' | 'value' | 'from' | 'to', unknown>
  >; // or of another kind
  const named = typeof key === 'string' ? key : undefined;
  switch (kind) {
    case 'read':
      return {
        f: 'read',
        key: named,
        value: (result as { readonly value?: unknown } | undefined)?.value ?? null,
      };
    case 'write':
      return { f: 'write', key: named, value };
    case 'cas':
      return { f: 'cas', key: named, value: [from, to] };
    default:
      return { f: String(kind), key: named, value: operation };
  }
}

const swapped = (result: unknown): boolean => (result as { readonly swapped?: boolean }).swapped === true; // the result of a cas
