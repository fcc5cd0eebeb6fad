import { useMemo } from 'preact/hooks';
import { visible } from '../../parts/visible.ts';
import type { FindingDetails } from '../data.ts';
import { Actions } from './actions.tsx';
import { Chart, type Line } from './chart.tsx';
import { Tile, When } from './parts.tsx';
import { useData } from './use-data.ts';
import { count, moment, percent } from './words.ts';

interface FindingProps {
  readonly mark: string;
  readonly readOnly: boolean;
}

/** One kind of failure: description, frequency by commit, and actions. */
export function FindingPage({ mark, readOnly }: FindingProps) {
  const loaded = useData<FindingDetails>(`/api/findings/${encodeURIComponent(mark)}`);
  return (
    <When loaded={loaded}>
      {({ finding, jobs }) => (
        <>
          <h1>{visible(finding.title)}</h1>
          <p class="faint">{visible(`${finding.system} · ${finding.fingerprint} · ${finding.mark}`)}</p>
          <div class="tiles">
            <Tile name="state" value={finding.state} />
            <Tile name="runs that failed so" value={count(finding.times)} />
            <Tile name={`first seen ${moment(finding.firstSeen.at)}`} value={finding.firstSeen.commit} />
            <Tile name={`last seen ${moment(finding.lastSeen.at)}`} value={finding.lastSeen.commit} />
            {finding.runSteps !== null && (
              <Tile name="steps of the shortest run" value={count(finding.runSteps)} />
            )}
            {finding.smallSteps !== null && (
              <Tile name="steps when made small" value={count(finding.smallSteps)} />
            )}
          </div>
          <Actions finding={finding} jobs={jobs} readOnly={readOnly} />
          <Likelihood commits={finding.commits} />
          <h2>seeds</h2>
          <p>{visible(finding.seeds.join(' '))}</p>
          {finding.runSteps !== null && (
            <Story mark={mark} of={`${finding.runSteps} ${finding.smallSteps}`} />
          )}
        </>
      )}
    </When>
  );
}

/** Percentage of runs in which it occurred, by commit. */
function Likelihood({ commits }: { readonly commits: FindingDetails['finding']['commits'] }) {
  const { x, names, lines } = useMemo(() => {
    const made: readonly Line[] = [
      {
        name: '% of runs',
        colour: 'bad',
        values: commits.map(({ runs, failed }) => (runs === 0 ? null : (100 * failed) / runs)),
      },
    ];
    return {
      x: commits.map((_, i) => i),
      names: commits.map(({ commit }) => visible(commit.slice(0, 9))),
      lines: made,
    };
  }, [commits]);
  const last = commits.at(-1);
  const summary =
    last === undefined
      ? 'nothing is known'
      : `${percent(last.failed, last.runs)} of the runs at ${last.commit}`;
  return (
    <>
      {commits.length > 1 && (
        <Chart
          title="how likely, by commit (%)"
          summary={visible(summary)}
          x={x}
          names={names}
          lines={lines}
        />
      )}
      <table>
        <thead>
          <tr>
            <th>commit</th>
            <th class="number">runs</th>
            <th class="number">failed so</th>
            <th class="number">share</th>
          </tr>
        </thead>
        <tbody>
          {commits.map(({ commit, runs, failed }) => (
            <tr key={commit}>
              <td>{visible(commit)}</td>
              <td class="number">{count(runs)}</td>
              <td class="number">{count(failed)}</td>
              <td class="number">{percent(failed, runs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Story of the failure; reloaded when a smaller run is kept. */
function Story({ mark, of }: { readonly mark: string; readonly of: string }) {
  const loaded = useData<{ readonly story: string }>(
    `/api/findings/${encodeURIComponent(mark)}/story?of=${encodeURIComponent(of)}`,
  );
  return (
    <>
      <h2>story</h2>
      <When loaded={loaded}>{({ story }) => <pre id="story">{lines(story)}</pre>}</When>
    </>
  );
}

const lines = (text: string): string => text.split('\n').map(visible).join('\n');
