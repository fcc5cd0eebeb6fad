import type { Topic } from '../../invariants/observer.ts';
import type { TankEvent } from './event.ts';

/** Values nested deeper are not looked at. */
const DEPTH_MAX = 5;

/** Whether an event is about a topic: its data has a field of that name with that value, at any depth. */
export function mentions(event: TankEvent, topic: Topic): boolean {
  switch (event.kind) {
    case 'send':
    case 'message':
    case 'drop':
      return has(event.message, topic, 0);
    case 'call':
      return has(event.operation, topic, 0);
    case 'return':
      return event.outcome.type === 'ok' && has(event.outcome.result, topic, 0);
    case 'observe':
      return has(event.observation, topic, 0);
    case 'fault':
      return has(event.event, topic, 0);
    default:
      return false;
  }
}

function has(value: unknown, topic: Topic, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX || ArrayBuffer.isView(value))
    return false;
  if (Array.isArray(value)) return value.some((item) => has(item, topic, depth + 1));
  return Object.entries(value).some(
    ([name, field]) => (name === topic.name && field === topic.value) || has(field, topic, depth + 1),
  );
}

/** Events of one shape tell the same kind of thing: same kind, same type of message, same class of fault. */
export function shapeOf(event: TankEvent): string {
  switch (event.kind) {
    case 'send':
    case 'message':
    case 'drop':
      return `${event.kind} ${typeOf(event.message)}`;
    case 'observe':
      return `observe ${event.observation.type}`;
    case 'call':
      return `call ${typeOf(event.operation)}`;
    case 'return':
      return `return ${event.outcome.type}`;
    case 'timer':
      return `timer ${event.timer}`;
    case 'fault':
      return `fault ${event.event.fault}`;
    default:
      return event.kind;
  }
}

function typeOf(value: unknown): string {
  const { type } = Object(value) as { readonly type?: unknown }; // of anything at all
  return typeof type === 'string' ? type : '';
}
