import type { HistoryEvent } from '../check/handlers/events.ts';
import { LINEARIZABLE } from '../check/judge/judge.ts';
import type { CheckSystem } from '../check/model/check-system.ts';
import type { Path, PathStep } from '../check/result/path.ts';
import type { PropertyResult } from '../check/result/result.ts';
import { processName } from '../words/names.ts';
import { storyLine } from '../words/plain-text.ts';
import { several } from '../words/units.ts';
import type { Paint } from './paint.ts';

/** Tells a property's path step by step, and its outcome. */
export function storyLines(
  system: CheckSystem,
  { name, kind, path, loopFrom }: PropertyResult,
  paint: Paint,
  isShortest = true,
): readonly string[] {
  if (path === undefined) return [];
  const isSure = isShortest && kind !== 'eventually' && kind !== 'leads-to';
  const warmUp = path.warmUp === 0 ? '' : `, ${path.warmUp} of them the warm-up`;
  const shortest = isSure ? ', and there is no shorter way' : '';
  return [
    `  ${paint.faint(`${several(path.steps.length, 'step')}${warmUp}${shortest}`)}`,
    '',
    ...pathLines(system, path, loopFrom, paint),
    '',
    ...reasons(system, name, path, loopFrom),
  ];
}

function pathLines(
  system: CheckSystem,
  { steps }: Path,
  loopFrom: number | undefined,
  paint: Paint,
): readonly string[] {
  const columns = String(steps.length).length;
  const lines: string[] = [];
  steps.forEach((step, i) => {
    if (i === loopFrom) lines.push(paint.strong('    and from here on again and again, for ever:'));
    const number = paint.faint(String(i + 1).padStart(columns + 2));
    lines.push(`  ${number}  ${storyLine(stepText(system, step))}`);
    for (const more of afterText(system, step))
      lines.push(`  ${' '.repeat(columns + 2)}    ${paint.faint(storyLine(more))}`);
  });
  if (loopFrom === steps.length) lines.push(paint.strong('    and then nothing has to happen any more'));
  return lines;
}

export function stepText(system: CheckSystem, step: PathStep): string {
  const { envelope, kind, point, process, timer } = step;
  const who = nameOf(system, process);
  const message = envelope === undefined ? '' : system.describeMessage(envelope.message);
  const from = envelope === undefined ? '' : nameOf(system, envelope.from);
  const crash = point === undefined ? '' : `, and crashes at ${point} and starts again`;
  switch (kind) {
    case 'deliver':
      return `${who} receives from ${from}: ${message}${crash}`;
    case 'ignored':
      return `${who} ignores, from ${from}: ${message}`;
    case 'lose':
      return `lost, from ${from} to ${who}: ${message}`;
    case 'duplicate':
      return `doubled, from ${from} to ${who}: ${message}`;
    case 'timer':
      return `${who}: timer ${timer ?? ''} fires${crash}`;
    case 'disk':
      return `${who}: its disk answers${crash}`;
    case 'call':
      return `${who} calls ${step.history.map((event) => callText(system, event)).join(', ')}`;
    case 'crash':
      return `${who} crashes and starts again`;
  }
}

/** Other effects of the step: replies, calls, messages. */
export function afterText(
  system: CheckSystem,
  { kind, history, sent, failure }: PathStep,
): readonly string[] {
  const lines: string[] = [];
  for (const event of history) {
    if (event.type === 'return') lines.push(returnText(system, event));
    else if (kind !== 'call') lines.push(`and calls ${callText(system, event)}`);
  }
  for (const { to, message } of sent)
    lines.push(`to ${nameOf(system, to)}: ${system.describeMessage(message)}`);
  if (failure !== undefined) lines.push(`${failure.title}: ${failure.message}`);
  return lines;
}

const callText = (system: CheckSystem, event: HistoryEvent): string =>
  event.type === 'call' ? system.describeOperation(event.operation) : '';

function returnText(system: CheckSystem, event: Extract<HistoryEvent, { type: 'return' }>): string {
  const { outcome } = event;
  if (outcome.type === 'ok') return `which ends its operation: ${system.describeResult(outcome.result)}`;
  return outcome.type === 'failed' ? `which is refused: ${outcome.reason}` : 'whose outcome stays unknown';
}

const reasons = (
  system: CheckSystem,
  name: string,
  path: Path,
  loopFrom: number | undefined,
): readonly string[] =>
  loopFrom === undefined ? [...whyLines(system, name, path).map((line) => `  ${line}`), ''] : [];

/** Explains the contradiction. */
function whyLines(system: CheckSystem, name: string, path: Path): readonly string[] {
  if (name === LINEARIZABLE)
    return ['no order of these operations explains what they returned:', ...operationLines(system, path)];
  const last = path.steps.at(-1);
  if (last?.after === undefined || last.failure !== undefined) return [];
  const { state } = last.after;
  return [`${nameOf(system, last.process)} is then: ${system.describeState(state)}`];
}

function operationLines(system: CheckSystem, { history: first, steps }: Path): readonly string[] {
  const open = new Map<string, { readonly text: string; readonly from: number }>();
  const lines: string[] = [];
  [{ history: first }, ...steps].forEach(({ history }, i) => {
    for (const event of history) {
      const key = `${event.client}.${event.index}`;
      if (event.type === 'call') {
        const who = nameOf(system, system.replicas.length + event.client);
        open.set(key, { text: `${who}  ${system.describeOperation(event.operation)}`, from: i });
        continue;
      }
      const called = open.get(key);
      open.delete(key);
      const result =
        event.outcome.type === 'ok' ? system.describeResult(event.outcome.result) : event.outcome.type;
      lines.push(`  ${called?.text ?? key} = ${result}  (${sinceText(called?.from ?? 0)} to step ${i})`);
    }
  });
  for (const { text, from } of open.values()) lines.push(`  ${text}  (${sinceText(from)}, still open)`);
  return lines;
}

const nameOf = ({ replicas }: CheckSystem, process: number): string => processName(process, replicas.length);

const sinceText = (step: number): string => (step === 0 ? 'from the start' : `from step ${step}`);
