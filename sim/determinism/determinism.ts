import type { Edits } from '../chance/site.ts';
import { stepText } from '../events/step-text.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { plainText } from '../words/plain-text.ts';
import { NOTHING, plainDifferences } from './plain-difference.ts';
import { digestOfStep, type Effect, type StepView, TrackedRun } from './tracked-run.ts';

/** A difference at a step, in both versions. */
export interface Contrast {
  readonly what: string;
  readonly first: string;
  readonly second: string;
}

/** The first step at which two runs of one scenario differ. */
export interface Parting {
  readonly step: number;
  readonly timeUs: number;
  /** The step as the first run has it. */
  readonly event: string;
  readonly contrasts: readonly Contrast[];
}

/** Steps between two looks at the outside. */
const BATCH_STEPS = 1024;
const CONTRASTS_MAX = 4;

/**
 * Takes two runs of a scenario side by side, step by step, in one process: what reads anything but its state, its input and
 * its context shows as a difference, in the very step that read it. Undefined when there is none.
 */
export function partingOf(system: System, scenario: Scenario, edits: Edits): Parting | undefined {
  const first = new TrackedRun(system, scenario, edits);
  const second = new TrackedRun(system, scenario, edits);
  for (;;) {
    const result = first.simulation.within(() => {
      for (let i = 0; i < BATCH_STEPS; i++) {
        const [one, other] = [first.advance(), second.advance()];
        if (one === undefined || other === undefined)
          return { parting: endings(first, second, one, other, system) };
        if (digestOfStep(one) !== digestOfStep(other))
          return { parting: parting(one, other, system, scenario) };
      }
      return undefined;
    });
    if (result === undefined) continue;
    for (const run of [first, second]) run.simulation.dispose();
    return result.parting;
  }
}

function endings(
  first: TrackedRun,
  second: TrackedRun,
  one: StepView | undefined,
  other: StepView | undefined,
  system: System,
): Parting | undefined {
  if (one === undefined && other === undefined && first.over === second.over) return undefined;
  const { world, scenario } = first.simulation;
  const text = (run: TrackedRun, view: StepView | undefined): string =>
    view === undefined ? `ends: ${run.over}` : stepText(view.record, system, scenario.replicas);
  return {
    step: Math.max(world.step, second.simulation.world.step),
    timeUs: world.nowUs,
    event: 'the end of the run',
    contrasts: [{ what: 'ending', first: text(first, one), second: text(second, other) }],
  };
}

function parting(first: StepView, second: StepView, system: System, { replicas }: Scenario): Parting {
  const event = stepText(first.record, system, replicas);
  return {
    step: first.record.step,
    timeUs: first.record.timeUs,
    event,
    contrasts: contrastsOf(first, second, system, replicas),
  };
}

function contrastsOf(first: StepView, second: StepView, system: System, replicas: number): Contrast[] {
  const { payload: firstInput, hash: firstHash, ...firstEvent } = first.record;
  const { payload: secondInput, hash: secondHash, ...secondEvent } = second.record;
  if (plainDifferences(firstEvent, secondEvent, 1).length > 0) {
    const text = (view: StepView): string =>
      `${stepText(view.record, system, replicas)} at ${view.record.timeUs} µs`;
    return [{ what: 'event', first: text(first), second: text(second) }];
  }
  const contrasts = [
    ...plainContrasts('input', firstInput, secondInput),
    ...effectContrasts(first.effects, second.effects, system),
    ...plainContrasts('state', first.state, second.state),
  ];
  if (contrasts.length === 0) contrasts.push({ what: 'trace hash', first: firstHash, second: secondHash });
  return contrasts.slice(0, CONTRASTS_MAX);
}

function plainContrasts(what: string, first: unknown, second: unknown): Contrast[] {
  return plainDifferences(first, second, CONTRASTS_MAX).map((difference) => ({
    what: `${what}${difference.path}`,
    first: valueText(difference.first),
    second: valueText(difference.second),
  }));
}

const valueText = (value: unknown): string => (value === NOTHING ? 'nothing' : plainText(value));

function effectContrasts(first: readonly Effect[], second: readonly Effect[], system: System): Contrast[] {
  const contrasts: Contrast[] = [];
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    const [one, other] = [first[i], second[i]];
    if (plainDifferences(one, other, 1).length === 0) continue;
    contrasts.push({
      what: `effect ${i + 1}`,
      first: effectText(one, system),
      second: effectText(other, system),
    });
  }
  return contrasts;
}

function effectText(effect: Effect | undefined, system: System): string {
  if (effect === undefined) return 'nothing';
  const { kind, process, target, value } = effect;
  switch (kind) {
    case 'send':
      return `sends ${process}>${target} ${system.describeMessage(value)} ${plainText(value)}`;
    case 'return':
      return `returns ${plainText(value)} for operation ${target}`;
    default:
      return `${kind} ${plainText(value)}`;
  }
}
