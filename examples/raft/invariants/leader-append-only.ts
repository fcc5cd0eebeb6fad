import type { ProcessId } from 'wavetank';
import { type Logs, logs } from './logs.ts';
import { nameOf, type RaftInvariant } from './types.ts';

interface State {
  readonly logs: Logs;
  /** Current leaders, with term and incarnation. */
  readonly leading: Map<ProcessId, string>;
}

/** Paper, figure 3. */
export const leaderAppendOnly: RaftInvariant<State> = {
  id: 'R3',
  name: 'leader-append-only',
  statement: 'a leader never takes an entry out of its log, nor puts another in its place',
  initial: (tank) => ({ logs: tank.shared(logs), leading: new Map() }),
  on: {
    step({ logs: { of }, leading }, tank, process) {
      if (process >= tank.replicas) return;
      const state = tank.replica(process);
      const before = leading.get(process);
      const now = state?.role.kind === 'leader' ? `${state.term}/${tank.incarnation(process)}` : undefined;
      if (now === undefined) leading.delete(process);
      else leading.set(process, now);
      const gone = of.get(process)?.goneFrom;
      if (before === undefined || before !== now || gone === undefined || state === undefined) return;
      tank.violate({
        title: 'a leader takes entries out of its log',
        facts: [`${nameOf(process)} leads term ${state.term}, and has taken out its entries from ${gone} on`],
        witness: 'taken out',
        process,
        about: [{ name: 'index', value: gone }],
      });
    },
  },
};
