import { BadInput } from '../../input/bad-input.ts';
import type { DrawnOdds, Recording } from '../../page/recording/recording.ts';
import { momentsOf, oddsOf } from '../../replay/odds.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { jumpText, oddsLines } from '../../text/odds-lines.ts';
import { count } from '../../words/units.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import type { RunJob } from '../shared/run-job.ts';

/** Time limit: about 150 runs of the usual length fit. */
const ODDS_MS = 60_000;

/** For the terminal and for the page: from where on the run was likely to fail. @throws BadInput when it does not fail */
export function drawnOdds(
  { system, edits }: RunJob,
  scenario: Scenario,
  { violation, events }: Recording,
  io: Io,
): { readonly lines: readonly string[]; readonly shown: DrawnOdds } {
  if (violation === null) throw new BadInput('--odds: the run violates nothing');
  const progress = new Progress(io, true);
  const untilMs = io.nowMs() + ODDS_MS;
  let runs = 0;
  const spent = (): boolean => {
    progress.show(() => `${count(++runs)} other futures`);
    return io.nowMs() > untilMs;
  };
  const run = { scenario, edits, invariant: violation.invariant, moments: momentsOf(events, violation.step) };
  const odds = oddsOf(system, run, { spent });
  progress.erase();
  const eventAt = (step: number): string => events.find((event) => event.step === step)?.text ?? '';
  return {
    lines: oddsLines(odds, eventAt),
    shown: { shares: odds.shares, decided: jumpText(odds, eventAt), at: odds.jump?.[0].step ?? null },
  };
}
