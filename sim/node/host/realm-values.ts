import { mathRandom } from '../chance/random.ts';
import { RealDate, simulatedDate } from '../clock/date.ts';
import { intlValues } from '../clock/intl.ts';
import { wasmValues } from '../library/wasm.ts';
import { MODULE_GLOBALS } from '../load/compiled.ts';
import { prepareStack } from '../load/source-maps.ts';
import { running } from '../task/current.ts';
import { perProgram, type Replacement, refuseInDefinition, shared } from '../task/realm.ts';
import { eventLoopValues } from './event-loop-values.ts';
import type { Incarnation } from './incarnation.ts';

const PER_PROGRAM = [
  ...MODULE_GLOBALS.filter((name) => name !== 'globalThis' && name !== 'global'),
  'performance',
  'crypto',
  'navigator',
  'fetch',
  'Headers',
  'Request',
  'Response',
  'FormData',
  'WebSocket',
  'CloseEvent',
  'EventSource',
] as const;

/** Garbage collection is not deterministic: references stay strong for the duration of a run. */
class StrongRef<T extends object> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }

  deref(): T {
    return this.value;
  }
}

class SilentRegistry {
  register(): void {}
  unregister(): boolean {
    return false;
  }
}

const realMicrotask = queueMicrotask;

function guardedMicrotask(callback: () => void): void {
  refuseInDefinition('queueMicrotask()');
  const program = running();
  if (program === undefined || typeof callback !== 'function') realMicrotask(callback);
  else realMicrotask(() => program.task.guard(callback));
}

const zeroed = (sizeBytes: number): Buffer => Buffer.alloc(sizeBytes);

/** `AbortSignal.timeout` on the running program's own timers. */
function abortTimeout(delayMs: number): AbortSignal {
  const program = running() as Incarnation | undefined; // only programs run while the realm is entered
  const controller = new AbortController();
  const timers = program?.library.require('timers') as typeof import('node:timers');
  const end = () =>
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  timers.setTimeout(end, delayMs).unref();
  return controller.signal;
}

let made: readonly Replacement[] | undefined;

/** All values that are replaced in this thread while programs run. */
export function realmValues(): readonly Replacement[] {
  made ??= [
    ...PER_PROGRAM.filter((name) => name in globalThis).map(perProgram),
    shared(globalThis, 'Date', simulatedDate),
    shared(RealDate.prototype, 'constructor', simulatedDate),
    shared(Math, 'random', mathRandom),
    shared(Error, 'prepareStackTrace', prepareStack),
    shared(AbortSignal, 'timeout', abortTimeout),
    shared(globalThis, 'queueMicrotask', guardedMicrotask),
    shared(globalThis, 'WeakRef', StrongRef),
    shared(globalThis, 'FinalizationRegistry', SilentRegistry),
    shared(Buffer, 'allocUnsafe', zeroed),
    shared(Buffer, 'allocUnsafeSlow', zeroed),
    ...eventLoopValues(),
    ...wasmValues(),
    ...intlValues(),
  ];
  return made;
}
