import type { ProcessId } from '../../src/process/ids.ts';
import type { Timestamp } from '../../src/register/messages.ts';
import type { Invariant, Tank } from '../observer.ts';
import type { RegisterView } from './view.ts';

/** B4. Judged at every sync and every crash. */
export function replicaTimestamp(view: RegisterView): Invariant<{ readonly stored: Timestamp[] }> {
  const look = ({ stored }: { stored: Timestamp[] }, tank: Tank, process: ProcessId): void => {
    if (process >= tank.replicas) return;
    const before = stored[process] ?? view.never;
    const now = view.read(tank.durable(process, view.file));
    stored[process] = now;
    if (view.compare(now, before) >= 0) return;
    tank.violate({
      title: 'stored timestamp fell',
      facts: [
        `replica ${process} had timestamp ${before.seq} of writer ${before.writer} on disk`,
        `now it has ${now.seq} of writer ${now.writer}`,
      ],
      witness: 'fell',
      process,
    });
  };
  return {
    id: 'B4',
    name: 'replica-timestamp',
    statement: 'The timestamp that a replica has stored never falls, across restarts too.',
    initial: (tank) => ({ stored: Array.from({ length: tank.replicas }, () => view.never) }),
    on: { durable: look, crash: look },
  };
}
