import { isControl } from '../../mutants/mutant.ts';
import type { MutantScore, Score } from '../../mutants/score.ts';

/** All of a campaign, for machines. Medians are over all trials; null: a miss is among them. */
export const scoreJson = ({ mutants, score, scoreNontrivial }: Score, blackBox: boolean): object => ({
  mutants: mutants.map(mutantJson),
  score,
  score_nontrivial: scoreNontrivial,
  black_box: blackBox,
});

function mutantJson(one: MutantScore): object {
  const { mutant, seeds, steps, seconds, example } = one;
  return {
    id: mutant.id,
    name: mutant.name,
    control: isControl(mutant),
    found: one.found,
    trials: one.trials,
    activated: one.activated,
    compared: one.compared,
    runs: one.runs,
    median_seeds: seeds.median,
    worst_seeds: seeds.worst,
    median_steps: steps.median,
    worst_steps: steps.worst,
    median_seconds: seconds.median,
    worst_seconds: seconds.worst,
    fired: one.fired.map(([id]) => id),
    fired_counts: Object.fromEntries(one.fired),
    as_expected: one.asExpected,
    trivial: one.trivial,
    ...(example === undefined ? {} : { example }),
    suspects: one.suspects,
  };
}
