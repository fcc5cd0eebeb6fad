import type { Scenario, Sequence } from 'wavetank';
import type { RaftSettings } from './settings.ts';

/**
 * For a group whose membership changes: spare replicas, and often two rules that make its changes meet changes of its leader. The
 * leader is cut off just as it appends a change; then one of those who have voted for its successor is gone before it leads.
 */
export function changingGroup(scenario: Scenario, settings: RaftSettings, s: Sequence): Scenario {
  const { changePercent, members, electionUs } = settings;
  if (changePercent === 0) return scenario;
  const { faults } = scenario;
  const replicas = Math.min(7, members + s.pick([0, 1, 1, 2]));
  const isCalm = Object.keys(faults).length === 0;
  if (isCalm || s.percent(40)) return { ...scenario, replicas };
  const known = faults.rules?.rules ?? [];
  const rules = [
    ...known,
    {
      when: { on: 'point' as const, what: 'before-change', nth: s.between(1, 4) },
      then: { do: 'cut' as const, way: 'both' as const, forUs: electionUs * s.between(3, 12) },
    },
    {
      when: { on: 'point' as const, what: 'voted', after: known.length + 1, nth: s.between(1, 2) },
      then: s.pick([
        { do: 'crash' as const, moment: 'after' as const },
        { do: 'pause' as const, forUs: electionUs * s.between(1, 4) },
      ]),
    },
  ];
  return { ...scenario, replicas, faults: { ...faults, rules: { rules } } };
}
