import { describe, expect, it } from 'vitest';
import { record } from '../../../page/recording/record.ts';
import { drawScenario } from '../../../scenario/swarm.ts';
import { abd } from '../../../systems/registers.ts';
import { runOf } from './adapter.ts';
import { causedBy } from './caused-by.ts';
import { Operations } from './operations.ts';

const scenario = { ...drawScenario('3', abd), operations: 20 };
const run = runOf(record(abd, scenario, {}, ''));
const operations = new Operations(run);

describe('operations of a system that does not say what its messages are about', () => {
  it('should be those that set an event going', () => {
    const causes = causedBy(run);
    const linked = run.events.filter(({ kind }) => kind === 'message' || kind === 'observe');
    let belonging = 0;
    for (const event of linked) {
      const slow = operations.all.filter(({ call, end }) =>
        causes(run.events[call]?.step ?? 0, run.events[end]?.step).has(event.step),
      );
      expect(operations.at(event)).toEqual(slow);
      belonging += slow.length;
    }
    expect(belonging).toBeGreaterThan(linked.length / 2);
  });

  it('should lead to their events, and these back to them', () => {
    for (const operation of operations.all) {
      const events = operations.eventsOf(operation);
      expect(events[0]).toBe(operation.call);
      for (const index of events) {
        const event = run.events[index];
        if (event !== undefined) expect(operations.at(event)).toContain(operation);
      }
    }
  });
});
