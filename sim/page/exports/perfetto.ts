import type { Recorded, Recording } from '../recording/recording.ts';

/** One event of the Trace Event Format; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f' | 'b' | 'e';
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly cat?: string;
  readonly dur?: number;
  readonly id?: number;
  /** Scope of an instant: of its thread, or of all. */
  readonly s?: 't' | 'g';
  /** A flow ends in the slice around it. */
  readonly bp?: 'e';
  readonly args?: Readonly<Record<string, string | number>>;
}

const PID = 1;
/** A handler takes no virtual time, but a slice of no length cannot be seen nor carry a flow. */
const SLICE_US = 1;

/** Trace Event Format, which ui.perfetto.dev opens: processes are threads, messages flows, operations asynchronous. */
export function perfetto({ events, processes, system, seed }: Recording): string {
  const arrived = new Set(events.filter(({ kind }) => kind === 'message').map(({ id }) => id));
  const named = processes.map((name, tid) => meta('thread_name', tid, name));
  const traceEvents = [
    meta('process_name', 0, `${system} ${seed}`),
    ...named,
    ...withEnds(events).flatMap((event) => traceEventsOf(event, arrived)),
  ];
  return `${JSON.stringify({ traceEvents, displayTimeUnit: 'ms' })}\n`;
}

const meta = (name: string, tid: number, value: string): TraceEvent => ({
  name,
  ph: 'M',
  ts: 0,
  pid: PID,
  tid,
  args: { name: value },
});

/** An operation that never returned would be drawn to the end of time: only those that did are. */
function withEnds(events: readonly Recorded[]): readonly Recorded[] {
  const returned = new Set(events.filter(({ kind }) => kind === 'return').map(({ id }) => id));
  return events.filter(({ kind, id }) => kind !== 'call' || returned.has(id));
}

function traceEventsOf(event: Recorded, arrived: ReadonlySet<number>): readonly TraceEvent[] {
  const { kind, timeUs, process, text, id, step } = event;
  const at = { ts: timeUs, pid: PID, tid: process ?? 0 };
  const args = { step };
  const slice: TraceEvent = { name: text, cat: kind, ph: 'X', dur: SLICE_US, args, ...at };
  switch (kind) {
    case 'send':
      return arrived.has(id) ? [slice, { name: 'message', cat: 'net', ph: 's', id, ...at }] : [slice];
    case 'message':
      return [slice, { name: 'message', cat: 'net', ph: 'f', bp: 'e', id, ...at }];
    case 'call':
      return [{ name: 'operation', cat: 'client', ph: 'b', id, args: { step, text }, ...at }];
    case 'return':
      return [{ name: 'operation', cat: 'client', ph: 'e', id, args: { step, text }, ...at }];
    case 'timer':
    case 'disk':
    case 'start':
      return [slice];
    default:
      return [{ name: text, cat: kind, ph: 'i', s: process === null ? 'g' : 't', args, ...at }];
  }
}
