import * as z from 'zod';
import { register as registerModel } from '../../invariants/linearizability/models/register.ts';
import type { Tank } from '../../invariants/observer.ts';
import { ordering } from '../../invariants/register/ordering.ts';
import { quorumAtReturn } from '../../invariants/register/quorum-at-return.ts';
import { replicaTimestamp } from '../../invariants/register/replica-timestamp.ts';
import { uniqueTimestamp } from '../../invariants/register/unique-timestamp.ts';
import { validity } from '../../invariants/register/validity.ts';
import { processId } from '../../src/process/ids.ts';
import { createAbd, majority } from '../../src/register/abd.ts';
import { acceptsAbd } from '../../src/register/accepts.ts';
import { createRegisterClient } from '../../src/register/client.ts';
import { createDiskless, type DisklessState } from '../../src/register/diskless.ts';
import { compareTimestamps, NEVER_WRITTEN, type RegisterOperation } from '../../src/register/messages.ts';
import { createNaive } from '../../src/register/naive.ts';
import { singleCopy } from '../../src/register/single.ts';
import { REGISTER_FILE, readSlots } from '../../src/register/slots.ts';
import type { Sequence } from '../chance/streams.ts';
import { defineSystem } from '../define/define-system.ts';
import type { Setup } from '../define/definition.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import type { Draw } from '../scenario/system.ts';
import { complaintOf, PLAIN } from '../words/complaint.ts';

const us = z.number().int().min(1).max(3_600_000_000);
const registerSettings = z.strictObject({ resendUs: us, retryUs: us, giveUpUs: us });
type RegisterSettings = z.infer<typeof registerSettings>;

/** @throws ScenarioError naming the first wrong setting. */
function parseSettings(scenario: Scenario): RegisterSettings {
  const result = registerSettings.safeParse(scenario.settings, PLAIN);
  if (result.success) return result.data;
  throw new ScenarioError(`settings.${complaintOf(result.error)}`);
}

const MS = 1000;

function drawSettings(s: Sequence, { network, disk }: Scenario): RegisterSettings {
  const roundTripUs =
    2 * (network.delayMinUs + network.delayMeanUs) + 2 * (disk.latencyMinUs + disk.latencyMeanUs);
  const retryUs = Math.max(20 * MS, roundTripUs * s.pick([2, 4, 8]));
  return {
    resendUs: Math.max(5 * MS, roundTripUs * s.pick([1, 2, 4])),
    retryUs,
    giveUpUs: retryUs * s.pick([4, 8, 16]),
  };
}

/** On real machines. */
const SERVED: RegisterSettings = { resendUs: 100 * MS, retryUs: 150 * MS, giveUpUs: 5_000 * MS };

/** Half reads, half writes; each value is written once in a run. */
const mixed = (draw: Draw, client: number, index: number): RegisterOperation =>
  draw.below(2) === 0 ? { kind: 'read' } : { kind: 'write', value: `${client}.${index}` };

/** What all registers have in common. Termination (B1) is L1 of every system, linearizability (B7) is I17. */
const common = {
  freeze: false,
  client: ({ settings }: Setup<RegisterSettings>) => createRegisterClient(settings),
  operation: mixed,
  model: registerModel,
  settings: { draw: drawSettings, parse: parseSettings, served: () => SERVED },
  names: {
    progress: { id: 'B1', name: 'termination' },
    linearizability: { id: 'B7', name: 'linearizable' },
  },
};

/** The atomic register stops at a disk error, and has no second copy of what a disk loses; without a disk neither matters. */
const TRUSTED_DISK = ['disk-errors', 'disk-damage'] as const;

/** One server in memory. */
export const registerSingle = defineSystem({
  ...common,
  name: 'register-single',
  summary: 'a shared register on one server, in memory: correct while the server lives',
  replica: singleCopy,
  invariants: [validity],
  quorum: () => 1,
  replicas: 1,
  without: ['crashes'],
});

/**
 * Two servers that forward to each other. From two operations a client on, two clients are enough to see it fail: their writes
 * cross, each server keeps the other's value, and two later reads disagree. With *one* operation a client and two clients no
 * history is wrong, whatever the tank does: there is one value at most that both could disagree about. So that this
 * configuration stays what it is, the operation that the tank asks of everybody after the storm is a write here.
 */
export const registerNaive = defineSystem({
  ...common,
  name: 'register-naive',
  summary: 'a shared register that forwards each write to every peer; wrong on purpose: crossing writes',
  replica: ({ settings }) => createNaive(settings),
  operation: (draw, client, index, { operations }) =>
    index > operations ? { kind: 'write', value: `${client}.${index}` } : mixed(draw, client, index),
  invariants: [validity],
  quorum: (replicas) => replicas,
  replicas: 2,
  without: ['crashes'],
});

const view = {
  file: REGISTER_FILE,
  never: NEVER_WRITTEN,
  read: (bytes: Uint8Array) => readSlots(bytes).at,
  compare: compareTimestamps,
  quorumOf: majority,
};

/** The atomic register. */
export const abd = defineSystem({
  ...common,
  name: 'abd',
  summary: 'the atomic register of Attiya, Bar-Noy and Dolev, many writers, durable',
  replica: ({ settings }) => createAbd(settings),
  invariants: [
    validity,
    ordering(NEVER_WRITTEN, compareTimestamps),
    replicaTimestamp(view),
    quorumAtReturn(view),
    uniqueTimestamp,
  ],
  accepts: acceptsAbd,
  points: ['after-query', 'before-store-ack'],
  probes: ['write-back', 'write-back-skipped', 'request-waits-for-quorum-operation'],
  quorum: majority,
  without: TRUSTED_DISK,
});

/** How many replicas have forgotten nothing: what fewer than a majority remember may be gone. */
function forgotten(tank: Tank<DisklessState>): string | undefined {
  let active = 0;
  for (let i = 0; i < tank.replicas; i++) if (tank.replica(processId(i))?.status === 'active') active++;
  return active >= majority(tank.replicas)
    ? undefined
    : `only ${active} of ${tank.replicas} replicas have not forgotten everything`;
}

/** The atomic register whose replicas forget everything in a crash. B4 and B5 are about disks, which it has not. */
export const abdDiskless = defineSystem({
  ...common,
  name: 'abd-diskless',
  summary:
    'the same register without disks: replicas that crash recover from a quorum; crash-consistent quorums',
  replica: ({ settings }) => createDiskless(settings),
  invariants: [validity, ordering(NEVER_WRITTEN, compareTimestamps), uniqueTimestamp],
  points: ['after-query', 'before-active-again'],
  probes: ['recovered', 'answer-taken-back-by-a-crash'],
  replicas: [3, 3, 4, 5, 5, 6, 7],
  // Whoever recovers needs a majority of others, so that no minority can be left out for good.
  quorum: (replicas) => replicas,
  without: TRUSTED_DISK,
  // At most a minority has forgotten at a time: what a majority has forgotten is gone. `--beyond` lifts the bound.
  narrow: (scenario) => ({ ...scenario, forgetful: true }),
  hasRecovered: (tank, replica) => tank.replica(replica)?.status === 'active',
  excuse: forgotten,
});
