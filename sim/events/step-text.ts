import { EventKind } from '../../src/process/event-kind.ts';
import { faultClasses } from '../faults/registry.ts';
import { dueText } from '../faults/words.ts';
import type { StepRecord } from '../kernel/trace.ts';
import type { System } from '../scenario/system.ts';
import { processName } from '../words/names.ts';
import { diskText, messageText } from './event-text.ts';

/** A step of the trace in a line: `0>1 Prepare v1 op 3`, `replica 1 timer 2`. */
export function stepText(record: StepRecord, system: System, replicas: number): string {
  const { kind, process, a, b, payload } = record;
  const name = processName(process, replicas, system.noun);
  switch (kind) {
    case EventKind.start:
      return `${name} starts${b > 1 ? ` again (start ${b})` : ''}`;
    case EventKind.message:
      return `${a}>${process} ${messageText(system, payload)} m${b}`;
    case EventKind.timer:
      return `${name} timer ${system.timerName?.(a, process < replicas) ?? a}`;
    case EventKind.disk:
      return `${name} ${diskText(payload)}`;
    case EventKind.invoke:
      return `${name} calls ${system.describeOperation(payload)}`;
    case EventKind.wake:
      return `${name} goes on`;
    default:
      return `${dueText(faultClasses()[a]?.name ?? (a === -1 ? 'restart' : 'turn'))} (${b})`;
  }
}
