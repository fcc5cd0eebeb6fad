import { EventKind } from '../../src/process/event-kind.ts';
import { processName } from '../kernel/process-name.ts';
import type { StepRecord } from '../kernel/trace.ts';
import type { System } from '../run/system.ts';
import { faultText } from './fault-step.ts';

/** What happened at a step, in a line: `0>1 Prepare v1 op 3`, `replica 1 timer 2`. */
export function stepText(record: StepRecord, system: System, replicas: number): string {
  const { kind, process, a, b, payload } = record;
  const name = processName(process, replicas);
  switch (kind) {
    case EventKind.start:
      return `${name} starts${b > 1 ? ` again (start ${b})` : ''}`;
    case EventKind.message:
      return `${a}>${process} ${messageText(system, payload)} m${b}`;
    case EventKind.timer:
      return `${name} timer ${a}`;
    case EventKind.disk:
      return `${name} ${diskText(payload)}`;
    case EventKind.invoke:
      return `${name} calls ${system.describeOperation(payload)}`;
    default:
      return faultText(a, b);
  }
}

export const messageText = (system: System, message: unknown): string =>
  message instanceof Uint8Array ? `${message.length} damaged bytes` : system.describeMessage(message);

/** A disk request as the world records it. */
function diskText(payload: unknown): string {
  const { op = 'request', file = '' } = (payload ?? {}) as { op?: string; file?: string }; // looked at, whatever it is
  return `disk ${op}${file === '' ? '' : ` ${file}`} done`;
}
