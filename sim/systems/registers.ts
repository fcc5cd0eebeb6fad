import { z } from 'zod';
import { register as registerModel } from '../../invariants/linearizability/models/register.ts';
import { linearizability } from '../../invariants/linearizability.ts';
import { ordering } from '../../invariants/register/ordering.ts';
import { quorumAtReturn } from '../../invariants/register/quorum-at-return.ts';
import { replicaTimestamp } from '../../invariants/register/replica-timestamp.ts';
import { uniqueTimestamp } from '../../invariants/register/unique-timestamp.ts';
import { validity } from '../../invariants/register/validity.ts';
import { createAbd, majority } from '../../src/register/abd.ts';
import { createRegisterClient } from '../../src/register/client.ts';
import { type ClientMessage, compareTimestamps, NEVER_WRITTEN } from '../../src/register/messages.ts';
import { createNaive } from '../../src/register/naive.ts';
import { singleCopy } from '../../src/register/single.ts';
import { REGISTER_FILE, readSlots } from '../../src/register/slots.ts';
import type { Sequence } from '../engine/random.ts';
import type { AnyReplica } from '../engine/world.ts';
import { type Scenario, ScenarioError } from '../scenario/scenario.ts';
import type { AnyInvariant, Draw, System } from '../system.ts';

const us = z.number().int().min(1).max(3_600_000_000);
const registerSettings = z.strictObject({ resendUs: us, retryUs: us, giveUpUs: us });
type RegisterSettings = z.infer<typeof registerSettings>;

/** @throws ScenarioError naming the first wrong setting. */
function parseSettings(scenario: Scenario): RegisterSettings {
  const result = registerSettings.safeParse(scenario.settings);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ScenarioError(`settings.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
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

/** Half reads, half writes; each value is written once in a run. */
const operation = (draw: Draw, client: number, index: number): unknown =>
  draw.below(2) === 0 ? { kind: 'read' } : { kind: 'write', value: `${client}.${index}` };

/** For registers whose only copy is in memory: what they do not survive by design is not asked of them. */
const withoutCrashes = (scenario: Scenario): Scenario => ({
  ...scenario,
  crash: { ...scenario.crash, everyUs: 0, midHandlerPpm: 0, blackoutPpm: 0, pointPpm: 0 },
  aims: [],
  outsiders: [],
});

interface Parts {
  readonly name: string;
  readonly summary: string;
  readonly points?: readonly string[];
  readonly probes?: readonly string[];
  readonly invariants?: readonly AnyInvariant[];
  quorum(replicas: number): number;
  narrow?(scenario: Scenario): Scenario;
  replica(settings: RegisterSettings): AnyReplica;
}

/** Linearizability (B7, by its common name I17) is what every register is for; termination (B1) is L1 of every system. */
function registerSystem({
  name,
  summary,
  points = [],
  probes = [],
  invariants = [],
  ...parts
}: Parts): System {
  return {
    name,
    summary,
    points,
    probes,
    quorum: parts.quorum,
    draw(sequence, drawn) {
      const scenario = parts.narrow?.(drawn) ?? drawn;
      return { ...scenario, settings: drawSettings(sequence, scenario) };
    },
    build(scenario) {
      const settings = parseSettings(scenario);
      const client = createRegisterClient(settings);
      const replica = parts.replica(settings);
      return {
        replicas: Array.from({ length: scenario.replicas }, () => replica),
        clients: Array.from({ length: scenario.clients }, () => client),
        invariants: [...invariants, validity as AnyInvariant, linearizability(registerModel) as AnyInvariant],
        operation,
        diverged: () => undefined, // a replica outside every quorum may stay behind for ever
      };
    },
    describeMessage: (message) => {
      const { type, ...rest } = message as ClientMessage; // every message of a register has a type
      return `${type} ${JSON.stringify(rest)}`;
    },
    describeState: (state) => JSON.stringify(state, (_, part) => (part instanceof Map ? [...part] : part)),
    describeOperation: (value) => JSON.stringify(value),
    describeResult: (value) => JSON.stringify(value),
  };
}

/** One server in memory. */
export const registerSingle = registerSystem({
  name: 'register-single',
  summary: 'a shared register on one server, in memory: correct while the server lives',
  quorum: () => 1,
  narrow: (scenario) => withoutCrashes({ ...scenario, replicas: 1 }),
  replica: () => singleCopy,
});

/** Two servers that forward to each other. */
export const registerNaive = registerSystem({
  name: 'register-naive',
  summary: 'a shared register that forwards each write to every peer; wrong on purpose: crossing writes',
  quorum: (replicas) => replicas,
  narrow: (scenario) => withoutCrashes({ ...scenario, replicas: 2 }),
  replica: createNaive,
});

const view = {
  file: REGISTER_FILE,
  never: NEVER_WRITTEN,
  read: (bytes: Uint8Array) => readSlots(bytes).at,
  compare: compareTimestamps,
  quorumOf: majority,
};

/** The atomic register. */
export const abd = registerSystem({
  name: 'abd',
  summary: 'the atomic register of Attiya, Bar-Noy and Dolev, many writers, durable',
  points: ['after-query', 'before-store-ack'],
  probes: ['write-back', 'write-back-skipped', 'request-waits-for-quorum-operation'],
  quorum: majority,
  invariants: [
    ordering(NEVER_WRITTEN, compareTimestamps) as AnyInvariant,
    replicaTimestamp(view) as AnyInvariant,
    quorumAtReturn(view) as AnyInvariant,
    uniqueTimestamp as AnyInvariant,
  ],
  replica: createAbd,
});
