import { replaySegment } from '../../src/host/recording/replay.ts';
import { type Systems, segmentsIn, servingIn } from '../served/recorded.ts';
import type { Serving } from '../served/serving.ts';
import { Agreement } from './agreement.ts';
import type { ChaosFinding } from './judge.ts';

/** Combined verdict on the recordings of all replicas. */
export interface RecordingsJudged {
  readonly steps: number;
  readonly executed: number;
  readonly findings: readonly ChaosFinding[];
}

/** Replays the recordings of all replicas: each step must be identical, and all must have executed the same. @throws BadInput */
export async function judgeRecordings(
  folders: readonly string[],
  systems: Systems,
): Promise<RecordingsJudged> {
  const findings: ChaosFinding[] = [];
  const agreement = new Agreement();
  let steps = 0;
  for (const folder of folders) {
    let serving: Serving | undefined;
    for (const segment of segmentsIn(folder)) {
      serving ??= await servingIn(segment, systems);
      const { replica } = segment.header;
      const done = replaySegment(serving.served.replica, segment, {
        observed: (observation) => agreement.observed(replica, observation),
      });
      steps += done.steps;
      if (done.difference !== undefined)
        findings.push({
          kind: 'recording-differs',
          facts: [`step ${done.difference.step} in ${segment.file}: ${done.difference.what}`],
        });
    }
  }
  for (const fact of agreement.contradictions) findings.push({ kind: 'logs-differ', facts: [fact] });
  return { steps, executed: agreement.size, findings };
}
