import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { DecisionGuide, DecisionRecorder } from '../chance/decisions.ts';
import { decisionName, type Edits } from '../chance/site.ts';
import { TrackedRun } from '../determinism/tracked-run.ts';
import { messageText } from '../events/event-text.ts';
import { stepText } from '../events/step-text.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';

const tapeSchema = z.strictObject({
  /** `time in µs, trace hash after it, what it was`, each step from the first. */
  steps: z.array(z.string()),
  /** Whether the run went on after the last of these steps. */
  cut: z.boolean(),
  /** How it ended. */
  end: z.string(),
  /** By link `0>1`: what was sent on it, in order. Decisions about messages count these. */
  sent: z.record(z.string(), z.array(z.string())),
  /** Decisions that were not calm. */
  decisions: z.record(z.string(), z.number()),
});

/** A run, written down: what a replay is compared with. */
export type Tape = z.infer<typeof tapeSchema>;

/** Steps that are written down. Longer runs are compared by their hash from there on. */
export const TAPE_STEPS_MAX = 100_000;
const UNPACKED_BYTES_MAX = 2 ** 28;
/** Steps between two looks at the outside. */
const BATCH_STEPS = 1024;

/** Makes a run once more and writes it down. A guide is told what was sent so far. */
export function taped(
  system: System,
  scenario: Scenario,
  edits: Edits,
  stepsMax = TAPE_STEPS_MAX,
  guideFor?: (sent: Tape['sent']) => DecisionGuide,
): Tape {
  const steps: string[] = [];
  const sent: Record<string, string[]> = {};
  const decisions: Record<string, number> = {};
  const recorder: DecisionRecorder = {
    decided(site, entity, index, value) {
      const name = decisionName(site, entity, index);
      // Draws without a calm value are the same again by themselves, unless they were forced.
      if (site.meaning !== 'pace' || name in edits) decisions[name] = value;
    },
  };
  const mail: AnyObserver = {
    initial: () => ({}),
    on: {
      send(_, __, from, to, message) {
        const link = `${from}>${to}`;
        sent[link] ??= [];
        sent[link].push(messageText(system, message));
      },
    },
  };
  const run = new TrackedRun(system, scenario, edits, {
    observers: [mail],
    recorder,
    ...(guideFor === undefined ? {} : { guide: guideFor(sent) }),
  });
  while (run.over === undefined && steps.length < stepsMax) {
    run.simulation.within(() => {
      for (let i = 0; i < BATCH_STEPS && run.over === undefined && steps.length < stepsMax; i++) {
        const record = run.advance()?.record;
        if (record === undefined) continue;
        steps.push(`${record.timeUs} ${record.hash} ${stepText(record, system, scenario.replicas)}`);
      }
    });
  }
  run.simulation.dispose();
  return { steps, cut: run.over === undefined, end: run.over ?? '', sent, decisions };
}

/** As a text in a file. */
export const packed = (tape: Tape): string => deflateRawSync(JSON.stringify(tape)).toString('base64');

/** Undefined when the text is no tape. */
export function unpacked(text: string): Tape | undefined {
  try {
    const json = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: UNPACKED_BYTES_MAX });
    return tapeSchema.parse(JSON.parse(json.toString('utf8')));
  } catch {
    return undefined;
  }
}
