import type { RunJob } from './run-job.ts';

/** A sentence for a run that is not the one in its failure file; undefined when it is that run, or when there is no file. */
export function otherRunText({ failure, given }: RunJob, hash: string): string | undefined {
  if (failure === undefined || failure.hash === null || failure.hash === hash) return undefined;
  if (given.some((word, i) => word !== '--system' && given[i - 1] !== '--system'))
    return 'the options change the run of the file: what it recorded is not compared';
  const made = failure.commit === null ? '' : `, made at commit ${failure.commit}`;
  return `this is not the run of the file${made}: its hash was ${failure.hash}, now it is ${hash}`;
}
