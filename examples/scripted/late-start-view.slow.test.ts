import { expect, it } from 'vitest';
import { simulate } from 'wavetank';
import { vsr } from 'wavetank/systems';

it('should catch up when StartView comes late', () => {
  const run = simulate(vsr, {
    seed: 1,
    replicas: 3,
    clients: 2,
    operations: 20,
    calm: true, // only the faults below
    rules: [
      { when: 'send Prepare #5', then: 'crash sender' },
      { when: 'deliver StartView', then: 'hold 500ms' },
    ],
  });
  expect(run.failure).toBeUndefined();
  expect(run.faults).toMatchObject({ crashes: 1, messagesHeld: 1 });
});
