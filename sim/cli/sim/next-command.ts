import { type SeedRange, seedCount } from '../../input/seeds.ts';
import type { RunResult } from '../../run/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { commandLine } from '../../text/command-line.ts';
import { type RunJob, subjectOf } from '../shared/run-job.ts';

/** Seeds that are worth trying once one has passed. */
const MORE_SEEDS = 1000;

/** Options that mean nothing to other seeds. */
const OF_ONE_SEED = ['--stream', '--edit'];

/** The command to run next, after a run without a violation. */
export function nextCommand(result: RunResult, job: RunJob, scenario: Scenario): string {
  const { given } = job;
  const subject = subjectOf(job, scenario);
  switch (result.verdict) {
    case 'pass':
      if (result.cut === true) return commandLine('sim', subject, given);
      return commandLine('sim', undefined, [
        '--seeds',
        `1..${MORE_SEEDS}`,
        ...ofFile(job),
        ...OF_ONE_SEED.reduce((words, option) => withoutOption(option, words), given),
      ]);
    case 'budget':
      return commandLine('sim', subject, [
        ...withoutOption('--max-steps', given),
        '--max-steps',
        String(scenario.stepsMax * 10),
      ]);
    default:
      return commandLine('sim', subject, [...given, '--log', 'debug']);
  }
}

/** Other seeds need the system of the failure file on the command line. */
const ofFile = ({ failure, given, system }: RunJob): readonly string[] =>
  failure === undefined || given.includes('--system') ? [] : ['--system', system.name];

/** The command to run next once these seeds have passed: as many again. */
export function nextSeeds(range: SeedRange, given: readonly string[]): string {
  const next = `${range.last + 1}..${range.last + seedCount(range)}`;
  return commandLine('sim', undefined, ['--seeds', next, ...given]);
}

/** The words without this option and its value, each time that it is given. */
const withoutOption = (option: string, words: readonly string[]): readonly string[] =>
  words.filter((word, i) => word !== option && words[i - 1] !== option);
