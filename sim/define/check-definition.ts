import type { Handlers, Invariant } from '../../invariants/observer.ts';
import {
  checkFunctions,
  checkInvariants,
  checkModel,
  checkNeeded,
  checkTexts,
  checkWithout,
  type Fields,
  isObject,
} from './check-fields.ts';
import type { SystemDefinition } from './definition.ts';
import { refuseUnknownFields } from './known-fields.ts';

const NEEDED = ['name', 'replica', 'client', 'operation'] as const;
const HANDLERS = ['init', 'start', 'message', 'timer', 'disk'] as const;

/** All fields of a definition: the compiler sees that none is missing here. */
const FIELDS: Readonly<
  Record<keyof SystemDefinition<object, object, never, never, never, never, never>, true>
> = {
  name: true,
  summary: true,
  replica: true,
  client: true,
  earlier: true,
  operation: true,
  model: true,
  promisesLess: true,
  invariants: true,
  observers: true,
  points: true,
  probes: true,
  replicas: true,
  clientsMax: true,
  operationsMax: true,
  without: true,
  quorum: true,
  settings: true,
  accepts: true,
  formats: true,
  freeze: true,
  narrow: true,
  formatted: true,
  hasRecovered: true,
  groups: true,
  losable: true,
  diverged: true,
  excuse: true,
  abstraction: true,
  label: true,
  describeMessage: true,
  describeState: true,
  describeObservation: true,
  describeOperation: true,
  describeResult: true,
  about: true,
  names: true,
};

const INVARIANT: Readonly<Record<keyof Invariant, true>> = {
  id: true,
  name: true,
  uneditedOnly: true,
  statement: true,
  initial: true,
  on: true,
  only: true,
};

const EVENTS: Readonly<Record<keyof Handlers<never>, true>> = {
  send: true,
  deliver: true,
  drop: true,
  step: true,
  start: true,
  crash: true,
  durable: true,
  damage: true,
  call: true,
  return: true,
  observe: true,
  heal: true,
  end: true,
  timer: true,
  disk: true,
  due: true,
  fault: true,
  panic: true,
};

/** Functions that are called as they are; those of which the definition names others are checked where they are made. */
const FUNCTIONS = [
  'operation',
  'promisesLess',
  'quorum',
  'accepts',
  'narrow',
  'hasRecovered',
  'groups',
  'losable',
  'diverged',
  'excuse',
  'abstraction',
  'label',
  'describeMessage',
  'describeState',
  'describeObservation',
  'describeOperation',
  'describeResult',
  'about',
] as const;

/** @throws TypeError */
export function checkHandlers(
  role: 'replica' | 'client' | 'earlier replica' | 'earlier client',
  code: unknown,
  name: string,
): void {
  for (const handler of role.endsWith('client') ? [...HANDLERS, 'invoke'] : HANDLERS) {
    const given: unknown = Reflect.get(Object(code), handler);
    if (typeof given !== 'function')
      throw new TypeError(`defineSystem: the ${role} of ${name} has no handler \`${handler}\``);
    if (Object.prototype.toString.call(given) !== '[object Function]')
      throw new TypeError(
        `defineSystem: the handler \`${handler}\` of the ${role} of ${name} is async, or a generator: handlers run to their end at once`,
      );
  }
}

/** Checks at run time what the compiler checks, for users of plain JavaScript. */
export function checkDefinition(definition: object): void {
  const known: Fields = { ...definition };
  const { name = 'a system' } = known;
  const missing = NEEDED.find((field) => known[field] === undefined);
  if (missing !== undefined) throw new TypeError(`defineSystem: ${String(name)} has no \`${missing}\``);
  refuseUnknownFields(`defineSystem: ${String(name)}`, known, FIELDS);
  for (const role of ['replica', 'client'] as const) {
    const code = known[role];
    if (typeof code === 'function') continue; // narrowed by the check below
    checkHandlers(role, code, String(name));
  }
  checkSizes(known);
  const { earlier, settings } = known;
  if (earlier !== undefined && Reflect.get(Object(earlier), 'replica') === undefined)
    throw new TypeError(`defineSystem: \`earlier\` of ${String(name)} has no \`replica\``);
  const where = `defineSystem: ${String(name)}`;
  checkFunctions(where, known, FUNCTIONS);
  checkTexts(where, known, ['points', 'probes']);
  checkWithout(where, known['without']);
  if (settings !== undefined)
    checkNeeded(`${where}: settings`, Object(settings), { texts: [], functions: ['draw'] });
  checkJudges(where, unlessMade(known['model']), unlessMade(known['invariants']));
}

/** A function makes the value for one run, and the value is checked then. */
const unlessMade = (value: unknown): unknown => (typeof value === 'function' ? undefined : value);

/** Checks what judges a run. @throws TypeError */
export function checkJudges(where: string, model: unknown, invariants: unknown): void {
  checkModel(where, model);
  checkInvariants(where, invariants, 'id', (which, invariant) => {
    refuseUnknownFields(which, invariant, INVARIANT);
    checkNeeded(which, invariant, { texts: ['id', 'name', 'statement'], functions: ['initial'] });
    const { on } = invariant;
    if (!isObject(on)) throw new TypeError(`${which}: \`on\` is not an object`);
    refuseUnknownFields(`${which}: on`, on, EVENTS);
  });
}

/** Upper bounds for the numbers of a scenario, the same as for the command-line options. */
const SIZES = { replicas: 7, clientsMax: 32, operationsMax: 1_000_000 } as const;

function checkSizes(known: Fields): void {
  for (const [field, most] of Object.entries(SIZES)) {
    const given: unknown = known[field];
    if (given === undefined) continue;
    const all: readonly unknown[] = field === 'replicas' && Array.isArray(given) ? given : [given];
    const wrong = all.find((size) => !Number.isSafeInteger(size) || Number(size) < 1 || Number(size) > most);
    if (wrong === undefined) continue;
    throw new TypeError(
      `defineSystem: ${field} of ${String(known['name'])}: ${String(wrong)} is no whole number from 1 to ${most}`,
    );
  }
}
