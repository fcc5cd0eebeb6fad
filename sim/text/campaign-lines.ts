import { effectName } from '../faults/words.ts';
import { count, duration, several, share, speed } from '../words/units.ts';
import { labelled } from './layout.ts';
import { notJudgedLines } from './not-judged.ts';
import { vacuousText } from './operations-line.ts';
import type { Paint } from './paint.ts';

/** Totals and findings of a campaign, for its report. */
export interface CampaignReport {
  readonly runs: number;
  readonly passed: number;
  readonly excused: number;
  readonly failed: number;
  readonly vacuous: number;
  readonly steps: number;
  readonly virtualUs: number;
  readonly stepsPerSecond: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Faults not excluded by the systems. */
  readonly possibleFaults: ReadonlySet<string>;
  readonly probes: Readonly<Record<string, number>>;
  /** Situations declared by the systems. */
  readonly declaredProbes: readonly string[];
  /** New abstract states per window of runs. */
  readonly newStates: readonly number[];
  /** New pairs of situations per window of runs. */
  readonly newPairs: readonly number[];
  readonly statesWindow: number;
  /** Pairs of features that no run had together. */
  readonly pairsNeverMet: readonly string[];
  readonly findings: readonly FindingGroup[];
  /** Interrupted by Ctrl-C: the remaining runs were skipped. */
  readonly stopped?: boolean;
}

/** Findings of one fingerprint. */
export interface FindingGroup {
  readonly invariant: string | null;
  readonly title: string;
  readonly fingerprint: string;
  readonly times: number;
  /** Step of the shortest run. */
  readonly step: number;
  readonly seed: string;
  readonly file: string;
}

/** A situation in less than this percentage of the runs is rare. */
const RARE_PERCENT = 1;

export function campaignLines(report: CampaignReport, paint: Paint): readonly string[] {
  const { runs, passed, excused, failed, vacuous, steps, virtualUs, stepsPerSecond, findings } = report;
  const possible = Object.keys(report.faults).filter((fault) => report.possibleFaults.has(fault));
  const head =
    failed > 0
      ? paint.bad(`✗ ${several(merged(findings).length, 'finding')}`)
      : report.stopped === true
        ? paint.warning('interrupted')
        : paint.good('✓ clean');
  const texts = [
    several(runs, 'run'),
    `${count(passed)} passed`,
    `${count(failed)} failed`,
    excused > 0 ? paint.warning(`${count(excused)} excused`) : '0 excused',
    `${count(steps)} steps`,
    speed(stepsPerSecond),
    `${duration(virtualUs)} virtual`,
  ];
  return [
    `${head}  ${texts.join(' · ')}`,
    labelled(['vacuous', vacuous === 0 ? 'none' : paint.warning(vacuousText(vacuous, 'run'))]),
    ...notJudgedLines(report.probes, 'run', paint),
    labelled(['no effect', listed(report.faults, possible, paint, effectName)]),
    labelled(['not reached', listed(report.probes, report.declaredProbes, paint)]),
    labelled(['rare', rare(report)]),
    labelled([
      'new states',
      newText(report.newStates, report) ?? 'not counted: no system has an abstraction',
    ]),
    labelled(['new pairs', newText(report.newPairs, report) ?? 'not counted: no run reached two situations']),
    ...neverMet(report),
    ...merged(findings).map((finding) => findingLine(finding, paint)),
  ];
}

/** Names with a zero count. */
function listed(
  counts: Readonly<Record<string, number>>,
  names: readonly string[],
  paint: Paint,
  textOf = (name: string): string => name,
): string {
  const never = names.filter((name) => (counts[name] ?? 0) === 0).map(textOf);
  return never.length === 0 ? 'none' : paint.warning(never.join(', '));
}

function rare({ probes, runs }: CampaignReport): string {
  const few = Object.entries(probes)
    .filter(([, amount]) => amount > 0 && (100 * amount) / runs < RARE_PERCENT)
    .map(([name, amount]) => `${name} ${share(amount, runs)}`);
  return few.length === 0 ? `nothing below ${RARE_PERCENT} %` : few.join(', ');
}

/** Number of windows shown at either end of the curve. */
const WINDOWS_SHOWN = 4;

/** Says whether more seeds still find new states, or new pairs of situations; undefined when none were found at all. */
function newText(
  found: readonly number[],
  { statesWindow, runs }: Pick<CampaignReport, 'statesWindow' | 'runs'>,
): string | undefined {
  if (found.every((amount) => amount === 0)) return undefined;
  const full = found.slice(0, Math.floor(runs / statesWindow)).map(count);
  const shown =
    full.length <= 2 * WINDOWS_SHOWN
      ? full
      : [...full.slice(0, WINDOWS_SHOWN), '…', ...full.slice(-WINDOWS_SHOWN)];
  const rest = found[full.length];
  return [
    ...(full.length === 0 ? [] : [`${shown.join(', ')} per ${count(statesWindow)} runs`]),
    ...(rest === undefined ? [] : [`${count(rest)} in the last ${count(runs % statesWindow)}`]),
    GROWTHS[growthOf(found, runs, statesWindow)],
  ].join(' · ');
}

/** Fewer runs than this are expected to miss pairs. */
const PAIRS_RUNS = 500;
const PAIRS_SHOWN = 3;

function neverMet({ pairsNeverMet, runs }: CampaignReport): readonly string[] {
  if (runs < PAIRS_RUNS || pairsNeverMet.length === 0) return [];
  const more = pairsNeverMet.length - PAIRS_SHOWN;
  const shown = pairsNeverMet.slice(0, PAIRS_SHOWN).join(', ');
  return [labelled(['never met', more > 0 ? `${shown} and ${count(more)} more pairs of features` : shown])];
}

/** Whether the campaign still finds new abstract states. */
export type Growth = 'unknown' | 'growing' | 'slowing' | 'saturated';

const GROWTHS: Readonly<Record<Growth, string>> = {
  unknown: 'too few runs to see a trend',
  growing: 'more runs will meet more',
  slowing: 'slowing down',
  saturated: 'saturated: more runs of this kind meet little that is new',
};

/** Growth is slowing when the latest full window finds less than this percentage of the first. */
const SLOWING_PERCENT = 25;
const SATURATED_PERCENT = 2;

/** Compares the latest full window of runs with the first one. */
export function growthOf(found: readonly number[], runs: number, statesWindow: number): Growth {
  const full = found.slice(0, Math.floor(runs / statesWindow));
  const [first] = full;
  const last = full.at(-1);
  if (full.length < 2 || first === undefined || last === undefined || first === 0) return 'unknown';
  const percent = (100 * last) / first;
  if (percent < SATURATED_PERCENT) return 'saturated';
  return percent < SLOWING_PERCENT ? 'slowing' : 'growing';
}

/** Findings with the same display name, and the shortest of them; each has its own file. */
interface Named extends FindingGroup {
  readonly kinds: number;
}

function merged(findings: readonly FindingGroup[]): readonly Named[] {
  const groups = new Map<string, Named>();
  for (const finding of findings) {
    const name = `${finding.invariant ?? ''} ${finding.title}`;
    const before = groups.get(name);
    const shortest = before === undefined || finding.step < before.step ? finding : before;
    const times = finding.times + (before?.times ?? 0);
    groups.set(name, { ...shortest, times, kinds: (before?.kinds ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.times - a.times);
}

function findingLine({ invariant, title, times, kinds, step, seed, file }: Named, paint: Paint): string {
  const what = invariant === null ? title : `${invariant} ${title}`;
  const ways = kinds > 1 ? ` in ${kinds} ways` : '';
  return `  ${count(times).padStart(6)} × ${paint.bad(what)}${ways}  seed ${seed}, step ${count(step)}  ${paint.faint(file)}`;
}
