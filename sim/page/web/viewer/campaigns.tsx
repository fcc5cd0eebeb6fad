import { visible } from '../../parts/visible.ts';
import type { CampaignView } from '../data.ts';
import { When } from './parts.tsx';
import { linkTo } from './route.ts';
import { useData } from './use-data.ts';
import { count, moment, perSecond, span } from './words.ts';

/** All campaigns, latest first. */
export function Campaigns() {
  const loaded = useData<readonly CampaignView[]>('/api/campaigns');
  return (
    <When loaded={loaded}>
      {(campaigns) =>
        campaigns.length === 0 ? (
          <p>
            There is no campaign yet: <kbd>npm run fuzz -- --minutes 10 --store findings/store.db</kbd>
          </p>
        ) : (
          <table>
            <thead>
              <tr>
                <th>campaign</th>
                <th class="wide">commit</th>
                <th>began</th>
                <th class="number">runs</th>
                <th class="number">failed</th>
                <th class="number wide">seeds/s</th>
                <th class="number wide">took</th>
              </tr>
            </thead>
            <tbody>
              {campaigns.map((each) => (
                <Row key={each.id} campaign={each} />
              ))}
            </tbody>
          </table>
        )
      }
    </When>
  );
}

function Row({ campaign }: { readonly campaign: CampaignView }) {
  const { id, label, commit, beganAt, runs, failed, elapsedMs, finished } = campaign;
  return (
    <tr>
      <td>
        <a class="item" href={linkTo('campaign', id)}>
          {visible(label)}
        </a>
        {!finished && <span class="state ongoing"> not finished</span>}
      </td>
      <td class="wide">{visible(commit)}</td>
      <td>{moment(beganAt)}</td>
      <td class="number">{count(runs)}</td>
      <td class={`number${failed > 0 ? ' bad' : ''}`}>{count(failed)}</td>
      <td class="number wide">{count(perSecond(runs, elapsedMs))}</td>
      <td class="number wide">{span(elapsedMs)}</td>
    </tr>
  );
}
