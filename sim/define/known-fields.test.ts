import { describe, expect, it } from 'vitest';
import { kv } from '../../invariants/linearizability/models/kv.ts';
import { defineCluster } from '../cluster/define-cluster.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { defineSystem } from './define-system.ts';
import { refuseUnknownFields } from './known-fields.ts';

const handlers = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {} };
const parts = { name: 'mine', replica: handlers, client: { ...handlers, invoke() {} }, operation: () => 1 };

it.each([
  ['replica_count', /^defineSystem: mine: there is no field `replica_count`; did you mean `replica`\?$/],
  ['quorums', /did you mean `quorum`\?$/],
  ['CLIENTSMAX', /did you mean `clientsMax`\?$/],
  ['xyz', /there is no field `xyz`; there are name, summary, replica, /],
])('should refuse a field that a definition does not have: %s', (field, says) => {
  // As written in plain JavaScript, where nobody looks at types.
  const wrong = { ...parts, [field]: 3 } as Parameters<typeof defineSystem>[0];
  expect(() => defineSystem(wrong)).toThrow(says);
});

it('should refuse it of a cluster as well', () => {
  const wrong = { name: 'mine', nodes: [], client: 'x.js', operation: () => 1, timeout: 3 };
  const call = defineCluster as (definition: object) => unknown; // plain JavaScript
  expect(() => call(wrong)).toThrow(
    /^defineCluster: mine: there is no field `timeout`; did you mean `timeoutMs`\?$/,
  );
});

it('should take every field that there is', () => {
  expect(() => refuseUnknownFields('x', { a: 1 }, { a: true, b: true })).not.toThrow();
  expect(pingPong.name).toBe('ping-pong');
});

const entry = import.meta.filename;
const program = { name: 'mine', nodes: { entry }, client: async () => 1, operation: () => 1 };
const holds = { name: 'whole', statement: 'Files are whole.', broken: () => undefined };
const asCluster = defineCluster as (definition: object) => unknown; // plain JavaScript
const asSystem = defineSystem as (definition: object) => unknown;

describe('defineCluster', () => {
  it.each<[object, string]>([
    [
      { invariants: [{ name: 'whole', statement: 'x', brocken() {} }] },
      'mine: invariant 1: there is no field `brocken`; did you mean `broken`?',
    ],
    [
      { invariants: [holds, { name: 'whole', statement: 'x' }] },
      'mine: invariant 2: `broken` is not a function',
    ],
    [{ invariants: [{ ...holds, name: '' }] }, 'mine: invariant 1: `name` is not a text, or is empty'],
    [
      { invariants: [{ ...holds, statement: 3 }] },
      'mine: invariant 1: `statement` is not a text, or is empty',
    ],
    [{ invariants: [holds, holds] }, 'mine: two invariants have the name whole'],
    [{ invariants: [null] }, 'mine: invariant 1 is not an object'],
    [{ invariants: holds }, 'mine: `invariants` is not a list'],
    [{ unsettled: 'yes' }, 'mine: `unsettled` is not a function'],
    [{ quorum: 2 }, 'mine: `quorum` is not a function'],
    [{ model: 'kv' }, 'mine: `model` is not a model: it has no `initial`'],
    [{ model: { ...kv, steps: undefined } }, 'mine: `model` is not a model: it has no `steps`'],
    [{ without: 'disk-damage' }, "mine: `without` is not a list, such as ['disk-errors', 'disk-damage']"],
    [{ without: ['rain'] }, 'mine: without: there is no "rain"; there are crashes, '],
    [{ nodes: [] }, 'mine: `nodes` is empty'],
    [{ nodes: { entry, counts: 3 } }, 'mine: nodes: there is no field `counts`; did you mean `count`?'],
    [{ nodes: { entry, count: '3' } }, 'mine: `count` is not a number or a list of numbers'],
    [{ nodes: { entry, count: ['3'] } }, 'mine: `count` is not a number or a list of numbers'],
    [{ nodes: { entry, count: [] } }, 'mine: `count` is not a number or a list of numbers'],
    [{ nodes: { entry, env: 'PORT=1' } }, 'mine: `env` is not an object of texts: it is PORT=1'],
    [{ nodes: { entry, env: { PORT: 8080 } } }, 'mine: `env` is not an object of texts: its PORT is 8080'],
    [{ clientEnv: { PORT: 8080 } }, 'mine: `clientEnv` is not an object of texts: its PORT is 8080'],
  ])('should refuse %j', (wrong, says) => {
    const call = (): unknown => asCluster({ ...program, ...wrong });
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`defineCluster: ${says}`);
  });

  it('should take what is right', () => {
    const right = { ...program, invariants: [holds], model: kv, without: ['clocks'], quorum: () => 1 };
    const nodes = [
      { entry, count: [2, 3], env: { A: 'b' } },
      { entry, count: 1, env: () => ({}) },
    ];
    expect(() => asCluster({ ...right, unsettled: () => [], nodes })).not.toThrow();
  });
});

describe('defineSystem', () => {
  const judge = { id: 'X1', name: 'x', statement: 'X.', initial: () => ({}), on: {} };
  const wrongs: readonly (readonly [object, string])[] = [
    [{ quorum: 2 }, 'mine: `quorum` is not a function'],
    [{ diverged: 'no' }, 'mine: `diverged` is not a function'],
    [{ points: 'commit' }, 'mine: `points` is not a list of texts'],
    [{ probes: [1] }, 'mine: `probes` is not a list of texts'],
    [{ without: 'clocks' }, "mine: `without` is not a list, such as ['disk-errors', 'disk-damage']"],
    [{ settings: {} }, 'mine: settings: `draw` is not a function'],
    [{ model: {} }, 'mine: `model` is not a model: it has no `initial`'],
    [{ invariants: judge }, 'mine: `invariants` is not a list'],
    [{ invariants: ['x'] }, 'mine: invariant 1 is not an object'],
    [{ invariants: [{ ...judge, id: undefined }] }, 'mine: invariant 1: `id` is not a text, or is empty'],
    [{ invariants: [{ ...judge, name: '' }] }, 'mine: invariant 1: `name` is not a text, or is empty'],
    [
      { invariants: [{ ...judge, statement: 1 }] },
      'mine: invariant 1: `statement` is not a text, or is empty',
    ],
    [{ invariants: [{ ...judge, initial: {} }] }, 'mine: invariant 1: `initial` is not a function'],
    [{ invariants: [{ ...judge, on: undefined }] }, 'mine: invariant 1: `on` is not an object'],
    [
      { invariants: [{ ...judge, on: { steps() {} } }] },
      'mine: invariant 1: on: there is no field `steps`; did you mean `step`?',
    ],
    [{ invariants: [judge, judge] }, 'mine: two invariants have the id X1'],
  ];
  it.each(wrongs)('should refuse %j', (wrong, says) => {
    const call = (): unknown => asSystem({ ...parts, ...wrong });
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`defineSystem: ${says}`);
  });

  it('should refuse what is made for a run as well', () => {
    const build = (made: object): (() => unknown) => {
      const system = defineSystem({ ...parts, ...made });
      return () => system.build(drawScenario('1', system));
    };
    expect(build({ invariants: () => [{ ...judge, name: '' }] })).toThrow(
      'defineSystem: mine: invariant 1: `name` is not a text, or is empty',
    );
    expect(build({ model: () => ({}) })).toThrow('defineSystem: mine: `model` is not a model');
    expect(build({ model: () => kv, invariants: () => [judge] })).not.toThrow();
  });
});
