import { type Enacted, type EnactOptions, enact } from '../../recorded/enact.ts';
import type { MergedRun } from '../../recorded/merge.ts';
import type { Recording } from './recording.ts';
import { Scribe } from './scribe.ts';

/** Takes a merged run, or some of its items, into the tank and writes down all of it. */
export function recordMerged(
  run: MergedRun,
  again: string,
  options: Pick<EnactOptions, 'items' | 'losses'> = {},
): { readonly enacted: Enacted; readonly recording: Recording } {
  const system = run.logs[0]?.serving.system;
  if (system === undefined) throw new Error('a merged run has processes');
  const scribe = new Scribe(system, run.replicas);
  const enacted = enact(run, { ...options, observers: scribe.observers });
  const { violation, steps, nowUs, hash } = enacted;
  const recording = scribe.recording({
    seed: 'recorded',
    processes: run.logs.length + (run.strangers ? 1 : 0),
    again,
    verdict: violation === undefined ? 'pass' : 'violation',
    ...{ steps, virtualUs: nowUs, hash, violation },
  });
  return { enacted, recording };
}
