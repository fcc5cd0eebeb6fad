import { useMemo } from 'preact/hooks';
import { visible } from '../../parts/visible.ts';
import type { MutantAtCommit } from '../data.ts';
import { Chart, type Line } from './chart.tsx';
import { When } from './parts.tsx';
import { useData } from './use-data.ts';
import { percent } from './words.ts';

/** Share of known bugs found, by commit. */
export function Mutants() {
  const loaded = useData<readonly MutantAtCommit[]>('/api/mutants');
  return (
    <When loaded={loaded}>
      {(scores) =>
        scores.length === 0 ? (
          <p>
            Nothing was measured yet: <kbd>npm run mutants -- --json &gt; mutants.json</kbd>, then{' '}
            <kbd>npm run store -- add mutants.json</kbd>
          </p>
        ) : (
          <Scores scores={scores} />
        )
      }
    </When>
  );
}

function Scores({ scores }: { readonly scores: readonly MutantAtCommit[] }) {
  const { commits, lines, areas, missed } = useMemo(() => tableOf(scores), [scores]);
  const x = useMemo(() => commits.map((_, i) => i), [commits]);
  const last = areas.map(({ area, found, trials }) => `${area} ${percent(found, trials)}`).join(', ');
  return (
    <>
      {commits.length > 1 && (
        <Chart
          title="score by commit (%)"
          summary={visible(last)}
          x={x}
          names={commits.map((each) => visible(each.slice(0, 9)))}
          lines={lines}
        />
      )}
      <h2>by area, at {visible(commits.at(-1) ?? '')}</h2>
      <table>
        <thead>
          <tr>
            <th>area</th>
            <th class="number">mutants</th>
            <th class="number">found</th>
          </tr>
        </thead>
        <tbody>
          {areas.map(({ area, mutants, found, trials }) => (
            <tr key={area}>
              <td>{visible(area)}</td>
              <td class="number">{mutants}</td>
              <td class="number">{percent(found, trials)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>not found in every trial ({missed.length})</h2>
      <table>
        <tbody>
          {missed.map(({ mutant, name, found, trials }) => (
            <tr key={mutant}>
              <td>{visible(mutant)}</td>
              <td>{visible(name)}</td>
              <td class="number">
                {found} of {trials}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface Area {
  readonly area: string;
  readonly mutants: number;
  readonly found: number;
  readonly trials: number;
}

function tableOf(scores: readonly MutantAtCommit[]): {
  readonly commits: readonly string[];
  readonly lines: readonly Line[];
  readonly areas: readonly Area[];
  readonly missed: readonly MutantAtCommit[];
} {
  const real = scores.filter(({ control, trials }) => !control && trials > 0);
  const commits = [...new Set(real.map(({ commit }) => commit))];
  const last = real.filter(({ commit }) => commit === commits.at(-1));
  const score = commits.map((commit) => 100 * shareOf(real.filter((each) => each.commit === commit)));
  const names = [...new Set(last.map(({ area }) => area))].sort();
  return {
    commits,
    lines: [{ name: 'found', colour: 'order', values: score }],
    areas: names.map((area) => {
      const of = last.filter((each) => each.area === area);
      const sum = (amount: (each: MutantAtCommit) => number): number =>
        of.reduce((all, each) => all + amount(each), 0);
      return {
        area,
        mutants: of.length,
        found: sum(({ found }) => found),
        trials: sum(({ trials }) => trials),
      };
    }),
    missed: last
      .filter(({ found, trials }) => found < trials)
      .sort((a, b) => a.found / a.trials - b.found / b.trials),
  };
}

/** Mean over mutants, as `mutants` computes it. */
const shareOf = (scores: readonly MutantAtCommit[]): number =>
  scores.reduce((sum, { found, trials }) => sum + found / trials, 0) / Math.max(1, scores.length);
