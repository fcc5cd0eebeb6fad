import { useMemo } from 'preact/hooks';
import { visible } from '../../parts/visible.ts';
import type { CampaignDetails, CampaignView, Sample } from '../data.ts';
import { Chart, type Line } from './chart.tsx';
import { Names, Tile, When } from './parts.tsx';
import { useData } from './use-data.ts';
import { count, moment, perSecond, span } from './words.ts';

/** One campaign, updated live. */
export function Campaign({ id }: { readonly id: string }) {
  const loaded = useData<CampaignDetails>(`/api/campaigns/${encodeURIComponent(id)}`);
  return <When loaded={loaded}>{(details) => <Details details={details} />}</When>;
}

function Details({ details: { campaign, samples, previous } }: { readonly details: CampaignDetails }) {
  const { label, commit, beganAt, finished, workers, systems, notReached, noEffect } = campaign;
  return (
    <>
      <h1>{visible(label)}</h1>
      <p class="faint">
        {visible(`${systems.join(', ')} · commit ${commit} · began ${moment(beganAt)} UTC`)}
        {finished ? '' : ' · not finished'}
      </p>
      <div class="tiles" aria-live="polite">
        <Tile name="runs" value={count(campaign.runs)} />
        <Tile name="failed" value={count(campaign.failed)} />
        <Tile name="seeds/s" value={count(speedOf(samples, campaign).seeds)} />
        <Tile name="steps/s" value={count(speedOf(samples, campaign).steps)} />
        <Tile name="× real time" value={count(campaign.virtualUs / 1000 / Math.max(1, campaign.elapsedMs))} />
        <Tile name="workers" value={count(workers)} />
        <Tile name="excused" value={count(campaign.excused)} />
        <Tile name="answered nothing" value={count(campaign.vacuous)} />
      </div>
      <Speed samples={samples} />
      <Saturation campaign={campaign} />
      <Names title="situations never reached" names={notReached} none="all were reached" />
      <Names title="fault classes without effect" names={noEffect} none="all had one" />
      {previous !== null && <Comparison now={campaign} before={previous} />}
    </>
  );
}

const WINDOW = 10;

/** Current speed, from the last few samples rather than the overall average. */
function speedOf(samples: readonly Sample[], campaign: CampaignView): { seeds: number; steps: number } {
  const last = samples.at(-1);
  const first = samples.at(-WINDOW) ?? samples[0];
  if (campaign.finished || last === undefined || first === undefined || first === last)
    return {
      seeds: perSecond(campaign.runs, campaign.elapsedMs),
      steps: perSecond(campaign.steps, campaign.elapsedMs),
    };
  const ms = last.elapsedMs - first.elapsedMs;
  return { seeds: perSecond(last.runs - first.runs, ms), steps: perSecond(last.steps - first.steps, ms) };
}

function Speed({ samples }: { readonly samples: readonly Sample[] }) {
  const { x, lines, last } = useMemo(() => {
    // Batches count when they are complete, so a shorter window would show only these.
    const pairs = samples.slice(1).flatMap((now, i) => {
      const before = samples[Math.max(0, i + 1 - WINDOW)];
      return before === undefined ? [] : [{ now, before, ms: now.elapsedMs - before.elapsedMs }];
    });
    const seeds = pairs.map(({ now, before, ms }) => perSecond(now.runs - before.runs, ms));
    const made: readonly Line[] = [
      { name: 'seeds/s', colour: 'link', values: seeds },
      { name: 'workers', colour: 'disk', values: pairs.map(({ now }) => now.workers) },
    ];
    return { x: pairs.map(({ now }) => now.elapsedMs / 1000), lines: made, last: seeds.at(-1) ?? 0 };
  }, [samples]);
  if (x.length < 2) return null;
  return (
    <Chart
      title="speed over time (s)"
      summary={`${count(last)} seeds per second at the end`}
      x={x}
      lines={lines}
    />
  );
}

/** Known abstract states over runs: a flat curve means that more of the same runs find little. */
function Saturation({ campaign }: { readonly campaign: CampaignView }) {
  const { newStates, statesWindow, runs } = campaign;
  const { x, lines, all } = useMemo(() => {
    let known = 0;
    const sums = newStates.map((fresh) => {
      known += fresh;
      return known;
    });
    const made: readonly Line[] = [{ name: 'abstract states', colour: 'order', values: [0, ...sums] }];
    return { x: [0, ...sums.map((_, i) => Math.min((i + 1) * statesWindow, runs))], lines: made, all: known };
  }, [newStates, statesWindow, runs]);
  if (all === 0) return null;
  return (
    <Chart
      title="saturation: states met after so many runs"
      summary={`${count(all)} abstract states`}
      x={x}
      lines={lines}
    />
  );
}

function Comparison({ now, before }: { readonly now: CampaignView; readonly before: CampaignView }) {
  const rows: readonly (readonly [what: string, now: number, before: number])[] = [
    ['runs', now.runs, before.runs],
    ['failed', now.failed, before.failed],
    ['answered nothing', now.vacuous, before.vacuous],
    ['seeds/s', perSecond(now.runs, now.elapsedMs), perSecond(before.runs, before.elapsedMs)],
    ['steps/s', perSecond(now.steps, now.elapsedMs), perSecond(before.steps, before.elapsedMs)],
    ['situations never reached', now.notReached.length, before.notReached.length],
    ['fault classes without effect', now.noEffect.length, before.noEffect.length],
  ];
  return (
    <>
      <h2>
        compared with {visible(before.label)}, {moment(before.beganAt)} ({span(before.elapsedMs)})
      </h2>
      <table>
        <thead>
          <tr>
            <th />
            <th class="number">now</th>
            <th class="number">then</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, is, was]) => (
            <tr key={what}>
              <td>{what}</td>
              <td class="number">{count(is)}</td>
              <td class="number">{count(was)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
