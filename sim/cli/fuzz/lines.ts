import type { Journal } from '../../campaign/journal.ts';
import { pairsNeverMet } from '../../campaign/pairs.ts';
import type { Plan } from '../../campaign/plan.ts';
import { possibleFaults } from '../../campaign/possible-faults.ts';
import { STATES_WINDOW } from '../../campaign/totals.ts';
import { seedCount } from '../../input/seeds.ts';
import type { Registry } from '../../systems/registry.ts';
import {
  type CampaignReport,
  campaignLines,
  type FindingGroup,
  growthOf,
} from '../../text/campaign-lines.ts';
import { commandLine } from '../../text/command-line.ts';
import { coverageLines, type FileCoverage } from '../../text/coverage-lines.ts';
import { type JunitCase, junitXml } from '../../text/junit.ts';
import { labelled, text } from '../../text/layout.ts';
import { notJudgedText } from '../../text/not-judged.ts';
import { plain } from '../../text/paint.ts';
import type { Io } from '../shared/io.ts';
import { writeFileFor } from '../shared/write-file.ts';
import { addToSummary } from './actions.ts';
import type { FuzzJob } from './job.ts';

/** Prints the result of a campaign. */
export function printCampaign(
  { journal, folder, json, workers, junit }: FuzzJob,
  registry: Registry,
  stepsPerSecond: number,
  stopped: boolean,
  coverage: readonly FileCoverage[] | undefined,
  io: Io,
): void {
  const { plan, totals } = journal.campaign;
  const findings = groupsOf(journal);
  const neverMet = pairsNeverMet(totals.featurePairs);
  const whole: CampaignReport = {
    ...totals,
    stepsPerSecond,
    declaredProbes: [...new Set(plan.systems.flatMap((name) => registry.systems.get(name)?.probes ?? []))],
    possibleFaults: possibleFaults(plan.systems.flatMap((name) => registry.systems.get(name) ?? [])),
    statesWindow: STATES_WINDOW,
    pairsNeverMet: neverMet,
    findings,
    stopped,
  };
  if (io.actions?.summaryFile !== undefined)
    addToSummary(io.actions.summaryFile, campaignLines(whole, plain));
  if (junit !== undefined)
    writeFileFor('--junit', junit, campaignJunit(plan.systems.join(','), whole, findings));
  if (json) {
    const { virtualUs, newStates, newPairs, probePairs, featurePairs, ...rest } = totals;
    const value = {
      ...rest,
      virtual_ms: virtualUs / 1000,
      new_states: newStates,
      new_pairs: newPairs,
      pairs_never_met: neverMet,
      growth: growthOf(newStates, totals.runs, STATES_WINDOW),
      steps_per_s: stepsPerSecond,
      workers,
      finished: journal.campaign.finished,
      folder,
      findings,
      ...(coverage === undefined ? {} : { coverage }),
    };
    io.out(`${JSON.stringify(value)}\n`);
    return;
  }
  io.out(
    text([
      ...campaignLines(whole, io.paint),
      ...(coverage === undefined ? [] : coverageLines(coverage, io.paint)),
      ...looks(findings, io),
      `  next        ${io.paint.command(next(journal, folder, findings, stopped))}`,
    ]),
  );
}

function campaignJunit(
  suite: string,
  { runs, failed, steps, stepsPerSecond, probes }: CampaignReport,
  findings: readonly FindingGroup[],
): string {
  const passed: JunitCase = { name: `${runs - failed} of ${runs} runs without a finding` };
  const cases = findings.map(({ invariant, title, fingerprint, times, seed, step, file }): JunitCase => {
    const name = `${invariant ?? ''} ${title}`.trim();
    const text = `${times} runs, the shortest: seed ${seed}, step ${step}\n${commandLine('sim', file, [])}`;
    return { name: `${name} (${fingerprint})`, failure: { type: invariant ?? 'run', message: name, text } };
  });
  return junitXml(
    suite,
    [...(runs > failed ? [passed] : []), ...cases],
    stepsPerSecond === 0 ? 0 : steps / stepsPerSecond,
    notJudgedText(probes, 'run'),
  );
}

/** Commands for the first finding: shrink it, render its report. */
function looks([first]: readonly FindingGroup[], io: Io): string[] {
  if (first === undefined) return [];
  const command = (name: string): string => io.paint.command(commandLine(name, first.file, []));
  if (first.fingerprint === 'hang') return []; // its report would not finish either
  const small = first.invariant === null ? [] : [labelled(['shrink', command('shrink')])];
  return [...small, labelled(['look', command('report')])];
}

/** The one command to run next. */
function next(
  { campaign }: Journal,
  folder: string,
  findings: readonly FindingGroup[],
  stopped: boolean,
): string {
  const { plan } = campaign;
  if (stopped) return commandLine('fuzz', undefined, ['--resume', '--out', folder]);
  const [first] = findings;
  // For a hang, the log shows the current handler.
  if (first !== undefined)
    return commandLine('sim', first.file, first.fingerprint === 'hang' ? ['--log', 'debug'] : []);
  const same = optionsOf(plan);
  if (plan.last === null)
    return commandLine('fuzz', undefined, ['--minutes', String(plan.minutes ?? 10), ...same]);
  const from = plan.last + 1;
  const to = plan.last + seedCount({ first: plan.first, last: plan.last });
  return commandLine('fuzz', undefined, ['--seeds', `${from}..${to}`, ...same]);
}

/** Options that make other seeds the same campaign. */
function optionsOf({ systems, mutant, catalogue, strategy, set, shard, untilFailure }: Plan): string[] {
  return [
    '--system',
    systems.join(','),
    ...(mutant === null ? [] : ['--mutant', mutant]),
    ...(catalogue === null ? [] : ['--catalogue', catalogue]),
    ...(strategy === null ? [] : ['--strategy', strategy]),
    ...set.flatMap(optionOf),
    ...(shard.count === 1 ? [] : ['--shard', `${shard.index}/${shard.count}`]),
    ...(untilFailure ? ['--until-failure'] : []),
  ];
}

/** An override as it is given on the command line. `--calm` drops what is drawn, so it comes first or is a field like any other. */
function optionOf(override: string, i: number): readonly string[] {
  if (override === 'calm=true' && i === 0) return ['--calm'];
  return override === 'beyond=true' ? ['--beyond'] : ['--set', override];
}

/** Groups findings by fingerprint (the base of their file names), most frequent first. */
function groupsOf({ findings }: Journal): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const { file, fingerprint, invariant, title, step, seed } of findings) {
    const before = groups.get(file);
    const shorter = before === undefined || step < before.step;
    groups.set(file, {
      invariant,
      title,
      fingerprint,
      file,
      times: (before?.times ?? 0) + 1,
      step: shorter ? step : before.step,
      seed: shorter ? seed : before.seed,
    });
  }
  return [...groups.values()].sort((a, b) => b.times - a.times);
}
