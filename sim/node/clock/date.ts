import { NondeterminismError } from '../../kernel/nondeterminism-error.ts';
import { inDefinition, running } from '../task/current.ts';

/** The real `Date`, for code outside runs. */
export const RealDate = Date;

/** Milliseconds since 1970 as seen by the running program; real time outside a run. @throws NondeterminismError in a function of the definition */
const nowMs = (): number => {
  if (inDefinition()) throw new NondeterminismError('Date.now()');
  const program = running();
  return program === undefined ? RealDate.now() : Math.floor(program.task.wallUs() / 1_000);
};

/**
 * The `Date` of programs. It shares the real prototype, so that `instanceof` and dates from Node's own modules agree, and
 * differs only when constructed without arguments.
 */
function VirtualDate(this: unknown, ...values: unknown[]): unknown {
  if (new.target === undefined) return String(new RealDate(nowMs()));
  const given = values.length === 0 ? [nowMs()] : values;
  // A subclass keeps its own prototype; `new Date()` itself has the real one.
  const target = (new.target as unknown) === VirtualDate ? RealDate : new.target;
  return Reflect.construct(RealDate, given, target);
}
VirtualDate.prototype = RealDate.prototype;
Object.defineProperties(VirtualDate, {
  name: { value: 'Date', configurable: true },
  length: { value: 7, configurable: true },
  now: { value: nowMs, configurable: true, writable: true },
  parse: { value: RealDate.parse, configurable: true, writable: true },
  UTC: { value: RealDate.UTC, configurable: true, writable: true },
});

/** `VirtualDate`, typed as `DateConstructor`. */
export const simulatedDate = VirtualDate as unknown as DateConstructor;
