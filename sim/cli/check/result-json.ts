import type { Size } from '../../check/model/template.ts';
import type { Path, PathStep } from '../../check/result/path.ts';
import type { CheckResult } from '../../check/result/result.ts';
import { type Kept, keptJson } from './counterexample.ts';
import type { Spent } from './meter.ts';

/** Result of a check as JSON. */
export function resultJson(
  result: CheckResult,
  { seconds, cpuSeconds, rssMb }: Spent,
  kept: Kept | undefined,
  unchecked: readonly string[],
  { replicas, clients, operations, warmUp = 0 }: Size,
): object {
  const { system, verdict, generated, unique, depth, properties, configuration, coverage } = result;
  return {
    system,
    verdict: verdict === 'interrupted' || verdict === 'vacuous' ? 'budget' : verdict,
    vacuous: verdict === 'vacuous',
    generated,
    unique,
    depth,
    ends: result.ends,
    seconds,
    cpu_seconds: cpuSeconds,
    rss_mb: rssMb,
    rounds: result.rounds,
    thinned: result.thinned,
    handlers_run: result.handlersRun,
    collision_chance: result.collisionChance,
    properties: properties.map(({ name, kind, verdict: judged, path, loopFrom }) => ({
      name,
      kind,
      verdict: judged,
      path_length: path?.steps.length ?? null,
      ...(path === undefined ? {} : { path: pathJson(path) }),
      ...(loopFrom === undefined ? {} : { loop_from: loopFrom }),
    })),
    ...(kept === undefined ? {} : { counterexample: keptJson(kept) }),
    unchecked,
    coverage,
    size: { replicas, clients, operations, warm_up: warmUp },
    configuration,
    left_out: result.leftOut,
  };
}

export const pathJson = ({ initial, steps, warmUp }: Path): object => ({
  initial,
  steps: steps.map(stepJson),
  warm_up: warmUp,
});

/** Omits local states: they may hold values that JSON cannot represent. */
function stepJson({
  action,
  kind,
  process,
  envelope,
  timer,
  point,
  failure,
  history,
  sent,
}: PathStep): object {
  return {
    action,
    kind,
    process,
    ...(envelope === undefined
      ? {}
      : { message: { from: envelope.from, to: envelope.to, body: plain(envelope.message) } }),
    ...(timer === undefined ? {} : { timer }),
    ...(point === undefined ? {} : { point }),
    ...(failure === undefined ? {} : { failure }),
    ...(history.length === 0 ? {} : { history: plain(history) }),
    sent: sent.map(({ to, message }) => ({ to, body: plain(message) })),
  };
}

/** Converts bigints and bytes to text. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) => {
      if (typeof each === 'bigint') return `${each}n`;
      return each instanceof Uint8Array ? Buffer.from(each).toString('base64') : each;
    }),
  );
