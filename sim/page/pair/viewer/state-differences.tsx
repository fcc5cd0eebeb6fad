import { useMemo } from 'preact/hooks';
import { Changes } from '../../parts/tree/changes.tsx';
import { differences } from '../../parts/tree/differences.ts';
import type { Tree } from '../../recording/tree.ts';
import { type Pair, type PairView, SIDES } from './pair-view.ts';

interface StateDifferencesProps {
  readonly pair: Pair;
  readonly view: PairView;
}

/** What each replica knows in the left run → what it knows in the right one, where that differs. */
export function StateDifferences({ pair, view }: StateDifferencesProps) {
  const [leftStep, rightStep] = SIDES.map((side) => pair[side].run.events[view[side]]?.step);
  if (leftStep === undefined || rightStep === undefined) return null;
  const replicas = Math.min(pair.left.run.replicas, pair.right.run.replicas);
  return (
    <section id="states">
      {[...Array(replicas).keys()].map((process) => (
        <OfOne
          key={process}
          name={pair.left.run.processes[process] ?? ''}
          left={pair.left.states.at(process, leftStep).now}
          right={pair.right.states.at(process, rightStep).now}
        />
      ))}
    </section>
  );
}

interface OfOneProps {
  readonly name: string;
  readonly left: Tree | undefined;
  readonly right: Tree | undefined;
}

function OfOne({ name, left, right }: OfOneProps) {
  const found = useMemo(() => differences(left, right), [left, right]);
  return (
    <section class="state">
      <h2>{name}, left → right</h2>
      {found.length === 0 ? <p class="faint">the same in both</p> : <Changes changes={found} />}
    </section>
  );
}
