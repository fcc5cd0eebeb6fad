import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { HostDisk } from '../../src/host/disk.ts';
import { HostedProcess } from '../../src/host/hosted.ts';
import { writeFormatted } from '../../src/host/replica/format.ts';
import { decode, encode } from '../../src/process/codec.ts';
import { digestOf } from '../../src/process/digest.ts';
import { processId } from '../../src/process/ids.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { finish, simulate } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario, without } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { abd } from '../systems/registers.ts';
import { vsr } from '../systems/vsr.ts';
import { amount } from '../testing/long.ts';
import { type LoggedStep, logged } from './testing/logged.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-conformance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calm = (system: System, seed: string, settings: Scenario['settings'] = {}): Scenario => {
  const drawn = calmed(drawScenario(seed, system));
  return { ...drawn, replicas: 3, clients: 2, operations: 12, settings: { ...drawn.settings, ...settings } };
};

/** A run in the tank, with the inputs of each replica. */
function inTank(
  system: System,
  scenario: Scenario,
): { simulation: Simulation; log: ReadonlyMap<number, LoggedStep[]> } {
  const log = new Map<number, LoggedStep[]>();
  const simulation = Simulation.create(logged(system, log), scenario);
  expect(finish(simulation).verdict).toBe('pass');
  return { simulation, log };
}

/** Gives a process of the host the same inputs, over real files; returns its effects and state after each step. */
async function onHost(
  system: System,
  scenario: Scenario,
  self: number,
  steps: readonly LoggedStep[],
  directory: string,
): Promise<Pick<LoggedStep, 'sent' | 'state'>[]> {
  const run = system.build(scenario);
  const code = run.replicas[self];
  if (code === undefined) throw new Error('no such replica');
  writeFormatted(directory, run.formatted?.(processId(self)));
  let now: LoggedStep | undefined;
  let draws: number[] = [];
  let sent: string[] = [];
  const disk = await HostDisk.open(directory, () => {}); // completions come from the tank's record instead
  const process = new HostedProcess(code, processId(self), scenario.replicas, {
    clock: { nowUs: () => now?.nowUs ?? 0, wallUs: () => now?.wallUs ?? 0 },
    random: { below: () => draws.shift() ?? -1 },
    disk,
    send: (to, encoded) => sent.push(`${to} ${digestOf(encoded)}`),
    setTimer() {},
    cancelTimer() {},
    ended: (fate) => {
      throw new Error(JSON.stringify(fate));
    },
  });
  const done: Pick<LoggedStep, 'sent' | 'state'>[] = [];
  for (const step of steps) {
    now = step;
    draws = [...step.draws];
    sent = [];
    const { input } = step;
    if (input.type === 'start') process.start();
    else if (input.type === 'message')
      process.message(processId(input.from), decode(input.encoded), input.encoded);
    else if (input.type === 'timer') process.timer(input.timer);
    else process.completion(input.completion);
    done.push({ sent, state: digestOf(process.state) });
    // A write must complete, as the process will be told, before the next one to the same place.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await disk.close();
  return done;
}

describe.each([
  ['vsr', vsr, { distrustsDisk: false, checkpointOps: 4 }],
  ['vsr that distrusts its disk', vsr, { distrustsDisk: true, checkpointOps: 8 }],
  ['the register', abd, {}],
])('%s in the tank and on the host', (name, system, settings) => {
  it('should do the same step by step, and leave the same bytes', async () => {
    const scenario = calm(system, '5', settings);
    const { simulation, log } = inTank(system, scenario);
    expect(log.size).toBe(3);
    for (const [self, steps] of log) {
      const directory = path.join(folder, name, String(self));
      const done = await onHost(system, scenario, self, steps, directory);
      expect(done).toEqual(steps.map(({ sent, state }) => ({ sent, state })));
      const files = readdirSync(directory);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const durable = simulation.world.durable(processId(self), file);
        const real = readFileSync(path.join(directory, file));
        // Not longer than what was written, and durable data is present.
        expect(Buffer.compare(real.subarray(0, durable.length), durable)).toBe(0);
      }
    }
  });
});

/** Genuine messages of VSR replicas and clients, with their senders. */
function realMessages(): { readonly from: number; readonly encoded: Uint8Array }[] {
  const messages: { from: number; encoded: Uint8Array }[] = [];
  for (const seed of ['3', '11']) {
    const log = new Map<number, LoggedStep[]>();
    const drawn = drawScenario(seed, vsr);
    finish(
      Simulation.create(logged(vsr, log), {
        ...without(drawn, 'misroute', 'damage'),
        replicas: 3,
        operations: 10,
        settings: { ...drawn.settings, service: 'kv' },
      }),
    );
    const byType = new Map<unknown, number>();
    for (const { input } of log.get(0) ?? []) {
      if (input.type !== 'message') continue;
      const { type } = decode(input.encoded) as { type: string }; // every message has one
      const count = byType.get(type) ?? 0;
      byType.set(type, count + 1);
      if (count < 12) messages.push({ from: input.from, encoded: input.encoded });
    }
  }
  return messages;
}

const ODD: readonly unknown[] = [
  null,
  -1,
  0,
  1e15,
  2 ** 53,
  0.5,
  '',
  'x',
  [],
  {},
  [[]],
  [null],
  new Uint8Array(3),
  true,
  'reconfiguration',
  'batch',
];

/** The message with one part replaced or removed, at a drawn place. */
function altered(value: unknown, path: readonly number[], odd: unknown): unknown {
  const [at = 0, ...rest] = path;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || path.length === 0)
    return odd;
  const names = Object.keys(value);
  const name = names[at % Math.max(1, names.length)];
  if (name === undefined) return odd;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const inner: unknown = Reflect.get(copy, name);
  if (rest.length > 0 && typeof inner === 'object' && inner !== null)
    Reflect.set(copy, name, altered(inner, rest, odd));
  else if (odd === undefined) Reflect.deleteProperty(copy, name);
  else Reflect.set(copy, name, odd);
  return copy;
}

/** Messages to replicas, in runs whose members change, that the guard would refuse. */
function refusedInReconfigurations(): string[] {
  const refused = new Set<string>();
  for (const seed of ['4', '8', '16']) {
    const drawn = without(drawScenario(seed, vsr), 'misroute', 'damage');
    const scenario = { ...drawn, settings: { ...drawn.settings, service: 'kv' } };
    const { accepts } = vsr.build(scenario);
    const guard: AnyObserver = {
      initial: () => ({}),
      on: {
        send(_, { replicas }, from, to, message) {
          if (to >= replicas) return;
          const role = from < replicas ? 'replica' : 'client';
          if (accepts?.(message, { role, id: from }) !== true) refused.add(vsr.describeMessage(message));
        },
      },
    };
    expect(drawn.settings['reconfigurePercent']).toBeGreaterThan(0);
    simulate(vsr, scenario, { observers: [guard] });
  }
  return [...refused];
}

describe('the guard of VSR', () => {
  it('should let every message pass that replicas send which join, leave or recover', () => {
    expect(refusedInReconfigurations()).toEqual([]);
  });

  it('should let every message pass that is really sent, and no message that stops a replica', () => {
    const messages = realMessages();
    expect(messages.length).toBeGreaterThan(40);
    const run = vsr.build(calm(vsr, '5', { service: 'kv' }));
    const [code] = run.replicas;
    if (code === undefined) throw new Error('no replica');
    const senderOf = (from: number): { role: 'replica' | 'client'; id: number } => ({
      role: from < 3 ? 'replica' : 'client',
      id: from,
    });
    for (const { from, encoded } of messages)
      expect(run.accepts?.(decode(encoded), senderOf(from)), JSON.stringify(decode(encoded))).toBe(true);
    let passed = 0;
    fc.assert(
      fc.property(
        fc.nat({ max: messages.length - 1 }),
        fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...ODD, undefined),
        (index, where, odd) => {
          const { from, encoded } = messages[index] ?? { from: 0, encoded: encode(null) };
          const message = altered(decode(encoded), where, odd);
          if (run.accepts?.(message, senderOf(from)) !== true) return;
          passed++;
          const host = new HostedProcess(code, processId(0), 3, {
            ...{ clock: { nowUs: () => 1_000_000, wallUs: () => 1 }, random: { below: () => 0 } },
            ...{
              disk: { read() {}, write() {}, sync() {} },
              send() {},
              setTimer() {},
              cancelTimer() {},
              ended() {},
            },
          });
          host.start();
          Object.assign(host.state, { status: 'normal' });
          host.message(processId(from), message, encoded);
          expect(host.fate).toBeUndefined();
        },
      ),
      { numRuns: amount(1500, 20_000) },
    );
    expect(passed).toBeGreaterThan(50);
  });
});
