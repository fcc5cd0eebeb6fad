import { Sequence } from '../sim/chance/streams.ts';
import { EventQueue } from '../sim/kernel/event-queue.ts';

/** The event of the bare loop. */
interface Hop {
  readonly type: 'hop';
  readonly from: number;
  readonly count: number;
}

/**
 * A bare message loop over a binary heap: ten nodes, 100 messages in flight, each delay and receiver drawn; a node that
 * gets a message sends a new one. Nothing is checked, recorded or hashed: no simulator that sends messages can do less.
 */
export function bareLoop(steps: number): number {
  const queue = new EventQueue();
  const draw = new Sequence('bench', 'bare');
  const received = new Float64Array(10);
  const send = (message: Hop): void =>
    queue.push(
      queue.timeUs + 1 + draw.below(1000),
      1,
      draw.below(10),
      message.from,
      message.count,
      0,
      message,
    );
  for (let i = 0; i < 100; i++) send({ type: 'hop', from: i % 10, count: 0 });
  const startMs = performance.now();
  for (let step = 0; step < steps && queue.pop(); step++) {
    const node = queue.process;
    const message = queue.payload as Hop; // nothing else is in the queue
    received[node] = (received[node] ?? 0) + 1;
    send({ type: 'hop', from: node, count: message.count + 1 });
  }
  return steps / ((performance.now() - startMs) / 1000);
}
