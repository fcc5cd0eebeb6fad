import { describe, expect, it } from 'vitest';
import { EventKind } from '../../src/process/event-kind.ts';
import { Sequence } from '../chance/streams.ts';
import { EventQueue } from './event-queue.ts';

function drain(queue: EventQueue): [number, unknown][] {
  const out: [number, unknown][] = [];
  while (queue.pop()) out.push([queue.timeUs, queue.payload]);
  return out;
}

describe('event queue', () => {
  it('should pop by time, and by insertion where times are equal', () => {
    const draw = new Sequence('queue', 'times');
    const queue = new EventQueue();
    const pushed: [number, number][] = [];
    for (let i = 0; i < 5000; i++) {
      const timeUs = draw.below(200);
      pushed.push([timeUs, i]);
      queue.push(timeUs, EventKind.message, 0, 0, 0, 0, i);
      if (draw.percent(20) && queue.pop()) {
        const best = pushed.reduce((a, b) => (b[0] < a[0] ? b : a));
        expect([queue.timeUs, queue.payload]).toEqual(best);
        pushed.splice(pushed.indexOf(best), 1);
      }
    }
    expect(drain(queue)).toEqual(pushed.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it('should give a clone that goes its own way', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 600; i++) queue.push((i * 7) % 100, EventKind.timer, 1, 2, 3, 4, i);
    const clone = queue.clone();
    clone.push(0, EventKind.timer, 1, 2, 3, 4, 'new');
    expect(queue.length).toBe(600);
    const [first, second] = drain(clone);
    expect([first, second]).toEqual([
      [0, 0],
      [0, 100],
    ]);
    expect(drain(queue)).toHaveLength(600);
  });
});
