import { describe, expect, it } from 'vitest';
import { type Configuration, NO_REDUCTIONS } from '../../sim/check/model/configuration.ts';
import type { CheckTemplate, Size } from '../../sim/check/model/template.ts';
import type { CheckResult } from '../../sim/check/result/result.ts';
import { checked, counts, stepsTo } from '../../sim/check/testing/check.ts';
import { increment } from './increment.ts';
import { incrementLock } from './increment-lock.ts';
import { linearizableRegister } from './linearizable-register.ts';
import { naiveRegister } from './naive-register.ts';
import { paxos } from './paxos.ts';
import { singleCopy, singleCopyRemembering } from './single-copy.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

// State counts of Stateright 0.31, used to calibrate our search with the same notion of state identity. Counts cover the whole space,
// also beyond violations. WAVETANK_LARGE=1 adds the rows that take longer than a second.

const LARGE = process.env['WAVETANK_LARGE'] !== undefined;

const inItsIdentity = (
  template: CheckTemplate,
  size: Partial<Size>,
  change: Partial<Configuration> = {},
): CheckResult =>
  checked(
    template,
    size,
    { identity: 'stateright', reductions: NO_REDUCTIONS, ...change },
    { toTheEnd: true },
  );

type Row = readonly [
  what: string,
  template: CheckTemplate,
  size: Partial<Size>,
  change: Partial<Configuration>,
  expected: string,
];

const set: Partial<Configuration> = { network: 'set' };
const bag: Partial<Configuration> = { network: 'bag' };
const links: Partial<Configuration> = { network: 'links' };

const ROWS: readonly Row[] = [
  ['two-phase commit, 2 managers', twoPhaseCommit, { replicas: 3 }, {}, '154/56/8'],
  ['two-phase commit, 3 managers', twoPhaseCommit, { replicas: 4 }, {}, '1146/288/11'],
  ['two-phase commit, 4 managers', twoPhaseCommit, { replicas: 5 }, {}, '8258/1568/14'],
  ['two-phase commit, 5 managers', twoPhaseCommit, { replicas: 6 }, {}, '58146/8832/17'],
  ['two-phase commit, 6 managers', twoPhaseCommit, { replicas: 7 }, {}, '402306/50816/20'],
  ['increment, 2 threads', increment, { replicas: 2 }, {}, '15/13/5'],
  ['increment, 3 threads', increment, { replicas: 3 }, {}, '112/84/7'],
  ['increment, 4 threads', increment, { replicas: 4 }, {}, '1157/755/9'],
  ['increment with a lock, 2 threads', incrementLock, { replicas: 2 }, {}, '17/17/9'],
  ['increment with a lock, 3 threads', incrementLock, { replicas: 3 }, {}, '61/61/13'],
  ['increment with a lock, 4 threads', incrementLock, { replicas: 4 }, {}, '257/257/17'],
  ['single copy, 1 client', singleCopy, { clients: 1 }, {}, '5/5/5'],
  ['single copy, 2 clients', singleCopy, { clients: 2 }, {}, '121/93/9'],
  ['single copy, 3 clients', singleCopy, { clients: 3 }, {}, '6778/4243/13'],
  ['single copy, 2 servers', singleCopy, { replicas: 2 }, {}, '81/62/9'],
  ['single copy, duplicating', singleCopy, {}, set, '6219/1323/14'],
  ['the book, chapter 1', singleCopy, { clients: 1, operations: 3 }, set, '136/42/11'],
  ['the book, chapter 2, 1 client', singleCopyRemembering, { clients: 1, operations: 3 }, set, '10/8/8'],
  ['the book, chapter 2, 2 clients', singleCopyRemembering, {}, set, '663/261/11'],
  [
    'the book, chapter 2, 2 servers',
    singleCopyRemembering,
    { replicas: 2, clients: 1, operations: 3 },
    set,
    '10/8/8',
  ],
  ['the book, chapter 3, 2 clients', naiveRegister, { clients: 2 }, {}, '3377/795/15'],
  ['the same, not duplicating', naiveRegister, { clients: 2 }, bag, '267/184/13'],
  ['the book, chapter 3, 3 clients, not duplicating', naiveRegister, {}, bag, '13573/7768/19'],
  ['ABD, 2 servers', linearizableRegister, {}, {}, '875/544/25'],
  ['ABD, 2 servers, ordered', linearizableRegister, {}, links, '883/620/25'],
  ['ABD, 3 servers, 1 client', linearizableRegister, { replicas: 3, clients: 1 }, {}, '3728/1449/17'],
  ['Paxos, 1 client', paxos, { clients: 1 }, {}, '482/265/14'],
  ['Paxos, 2 clients', paxos, {}, {}, '32971/16668/21'],
  ['Paxos, 1 client, duplicating', paxos, { clients: 1 }, set, '1783/634/15'],
  ['Paxos, 2 clients, duplicating', paxos, {}, set, '133965/42805/22'],
];

const LARGE_ROWS: readonly Row[] = [
  ['two-phase commit, 7 managers', twoPhaseCommit, { replicas: 8 }, {}, '2744706/296448/23'],
  ['two-phase commit, 8 managers', twoPhaseCommit, { replicas: 9 }, {}, '18507778/1745408/26'],
  ['single copy, 4 clients', singleCopy, { clients: 4 }, {}, '731789/400233/17'],
  ['the book, chapter 3, 3 clients', naiveRegister, {}, {}, '997413/149486/23'],
  ['ABD, 3 servers, ordered', linearizableRegister, { replicas: 3 }, links, '4730934/1212979/41'],
  ['Paxos, 3 clients', paxos, { clients: 3 }, {}, '2420477/1194428/28'],
];

describe("states in Stateright's identity", () => {
  it.each(LARGE ? [...ROWS, ...LARGE_ROWS] : ROWS)(
    'should be as many of %s',
    (_, template, size, change, expected) => {
      expect(counts(inItsIdentity(template, size, change))).toBe(expected);
    },
  );

  it.runIf(LARGE)(
    'should be as many of ABD with 3 servers, in 3 GB',
    () => {
      expect(counts(inItsIdentity(linearizableRegister, { replicas: 3 }))).toBe('194646243/41138199/33');
    },
    1_200_000,
  );
});

describe('shortest paths', () => {
  it('should be those that are known', () => {
    const linearizable = (template: CheckTemplate, size: Partial<Size>, change: Partial<Configuration>) =>
      stepsTo(inItsIdentity(template, size, change), 'linearizable');
    expect(linearizable(singleCopy, { clients: 1, operations: 3 }, set)).toBe(7);
    expect(linearizable(singleCopyRemembering, { replicas: 2, clients: 1, operations: 3 }, set)).toBe(6);
    expect(linearizable(singleCopy, { replicas: 2 }, bag)).toBe(4);
    expect(linearizable(singleCopy, {}, set)).toBe(9);
    expect(linearizable(naiveRegister, {}, bag)).toBe(13);
    expect(linearizable(naiveRegister, { clients: 2 }, {})).toBeUndefined();
    const chosen = (template: CheckTemplate) => stepsTo(inItsIdentity(template, {}), 'value chosen');
    expect([singleCopy, linearizableRegister, paxos].map(chosen)).toEqual([3, 11, 8]);
    expect(stepsTo(inItsIdentity(increment, {}), 'no increment is lost')).toBe(4);
  });

  it('should be the 13 deliveries of the book with our own identity and all reductions, too', () => {
    const result = checked(naiveRegister);
    expect(result.verdict).toBe('violation');
    const path = result.properties.find(({ name }) => name === 'linearizable')?.path;
    expect(path?.steps.map(({ kind }) => kind)).toEqual(Array.from({ length: 13 }, () => 'deliver'));
    const answers = path?.steps.flatMap(({ history }) =>
      history.flatMap((event) => (event.type === 'return' ? [event.outcome] : [])),
    );
    const values = answers?.flatMap((outcome) =>
      outcome.type === 'ok' &&
      typeof outcome.result === 'object' &&
      outcome.result !== null &&
      'value' in outcome.result
        ? [outcome.result.value]
        : [],
    );
    expect(values).toHaveLength(2);
    expect(new Set(values).size).toBe(2);
  });
});
