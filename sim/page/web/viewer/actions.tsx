import { useState } from 'preact/hooks';
import { visible } from '../../parts/visible.ts';
import type { FindingDetails, JobKind } from '../data.ts';
import { post } from './use-data.ts';

interface ActionsProps extends FindingDetails {
  readonly readOnly: boolean;
}

/** Actions for a finding: view its run, or run a command on the server. */
export function Actions({
  finding: { mark, runSteps, smallSteps, firstSeen, goodCommit },
  jobs,
  readOnly,
}: ActionsProps) {
  const [good, setGood] = useState(hashOf(goodCommit));
  const [error, setError] = useState<string>();
  if (runSteps === null)
    return <p class="faint">No run of it is kept: its seeds make it again, at their commit.</p>;
  const start = async (kind: JobKind): Promise<void> =>
    setError(
      await post(`/api/findings/${encodeURIComponent(mark)}/${kind}`, kind === 'bisect' ? { good } : {}),
    );
  const isBusy = jobs.some(({ state }) => state === 'running');
  const run = `/run/${encodeURIComponent(mark)}`;
  return (
    <>
      <div class="actions">
        <a class="item" href={run}>
          look at the run
        </a>
        {smallSteps !== null && (
          <a class="item" href={`${run}/found`}>
            as it was found
          </a>
        )}
        <a class="item" href={`${run}/passing`}>
          beside the nearest run that passes
        </a>
        {!readOnly && (
          <>
            <button type="button" disabled={isBusy} onClick={() => start('shrink')}>
              shrink
            </button>
            <button type="button" disabled={isBusy} onClick={() => start('replay')}>
              replay
            </button>
            <label>
              good commit{' '}
              <input
                id="good"
                value={good}
                placeholder={`before ${visible(firstSeen.commit)}`}
                onInput={(event) => setGood(event.currentTarget.value)}
              />
            </label>
            <button type="button" disabled={isBusy || good === ''} onClick={() => start('bisect')}>
              bisect
            </button>
          </>
        )}
      </div>
      {error !== undefined && (
        <p class="bad" role="alert">
          {visible(error)}
        </p>
      )}
      <div aria-live="polite">
        {jobs.map(({ id, kind, state, output }) => (
          <details key={id} class="job" open={state !== 'running'}>
            <summary>
              {kind}: {state}
            </summary>
            {output !== '' && <pre>{output.split('\n').map(visible).join('\n')}</pre>}
          </details>
        ))}
      </div>
    </>
  );
}

/** Without what is said of uncommitted changes. */
const hashOf = (commit: string | null): string => /^[0-9a-f]{7,40}/.exec(commit ?? '')?.[0] ?? '';
