import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { replaySegment } from '../../src/host/recording/replay.ts';
import { BadInput } from '../input/bad-input.ts';
import { enact } from '../recorded/enact.ts';
import { readFolders } from '../recorded/read-run.ts';
import { unlikeText, unsentText } from '../recorded/unlike.ts';
import { codeIn, type Systems, segmentsIn, servingIn } from '../served/recorded.ts';
import type { Serving } from '../served/serving.ts';
import type { Agreement } from './agreement.ts';
import type { ChaosFinding } from './judge.ts';

/** Combined verdict on the recordings of all processes. */
export interface RecordingsJudged {
  readonly steps: number;
  /** Steps of the merged run that the tank has judged; 0 when the recordings are too long for that. */
  readonly judged: number;
  readonly findings: readonly ChaosFinding[];
}

/** Recordings that are larger together are not merged: a merged run is held in memory. */
const MERGED_BYTES_MAX = 512 << 20;

/**
 * Replays the recordings of all processes: each step must be identical, and all must have executed the same. Then the run as a whole is
 * judged by the invariants of its system. @throws BadInput
 */
export async function judgeRecordings(
  folders: readonly string[],
  systems: Systems,
  agreement: Agreement,
): Promise<RecordingsJudged> {
  const findings: ChaosFinding[] = [];
  let steps = 0;
  for (const folder of folders) {
    let serving: Serving | undefined;
    for (const segment of segmentsIn(folder)) {
      serving ??= await servingIn(segment, systems);
      const { replica } = segment.header;
      const done = replaySegment(codeIn(segment, serving), segment, {
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
  const merged = await judgeMerged(folders, systems);
  return {
    steps,
    judged: merged.steps,
    findings: [...findings, ...merged.findings],
  };
}

async function judgeMerged(
  folders: readonly string[],
  systems: Systems,
): Promise<{ readonly steps: number; readonly findings: readonly ChaosFinding[] }> {
  if (folders.reduce((sum, folder) => sum + bytesIn(folder), 0) > MERGED_BYTES_MAX)
    return { steps: 0, findings: [] };
  const unjudged = (steps: number, ...facts: readonly string[]) => ({
    steps,
    findings: [{ kind: 'unjudged' as const, facts }],
  });
  try {
    const run = await readFolders(folders, systems);
    const { steps, violation, unlike } = enact(run);
    if (unlike !== undefined)
      return unjudged(
        unlike.before,
        `the merged run: ${unlikeText(unlike)}`,
        ...(run.unsent === 0 ? [] : [unsentText(run.unsent)]),
      );
    if (violation === undefined) return { steps, findings: [] };
    const { invariant, name, title, facts, step } = violation;
    const finding = {
      kind: 'invariant' as const,
      facts: [`${invariant} ${name}: ${title}, in step ${step} of the merged run`, ...facts],
    };
    return { steps, findings: [finding] };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return unjudged(0, error.message);
  }
}

const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
