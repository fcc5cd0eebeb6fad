import { expect, it } from 'vitest';
import { defineCluster } from '../cluster/define-cluster.ts';
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
