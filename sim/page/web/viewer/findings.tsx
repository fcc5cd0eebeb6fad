import { visible } from '../../parts/visible.ts';
import type { Finding } from '../data.ts';
import { When } from './parts.tsx';
import { linkTo } from './route.ts';
import { useData } from './use-data.ts';
import { count } from './words.ts';

/** All findings, those that need attention first. */
export function Findings() {
  const loaded = useData<readonly Finding[]>('/api/findings');
  return (
    <When loaded={loaded}>
      {(findings) =>
        findings.length === 0 ? (
          <p>Nothing was found yet.</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th>state</th>
                <th>finding</th>
                <th class="number">runs</th>
                <th class="wide">first seen</th>
                <th class="wide">last seen</th>
              </tr>
            </thead>
            <tbody>
              {findings.map((each) => (
                <Row key={each.mark} finding={each} />
              ))}
            </tbody>
          </table>
        )
      }
    </When>
  );
}

function Row({ finding }: { readonly finding: Finding }) {
  const { mark, state, system, invariant, title, times, firstSeen, lastSeen } = finding;
  return (
    <tr>
      <td>
        <span class={`state ${state}`}>{state}</span>
      </td>
      <td>
        <a class="item" href={linkTo('finding', mark)}>
          {visible(`${system}: ${invariant === null ? '' : `${invariant} `}${title}`)}
        </a>
      </td>
      <td class="number">{count(times)}</td>
      <td class="wide">{visible(firstSeen.commit)}</td>
      <td class="wide">{visible(lastSeen.commit)}</td>
    </tr>
  );
}
