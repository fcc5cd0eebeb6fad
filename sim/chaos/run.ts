import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { HostedClient } from '../../src/host/client/client.ts';
import { makeFolder, writeAtomically } from '../files/write.ts';
import type { Systems } from '../served/recorded.ts';
import type { ReplicaLaunch } from '../served/replica-process.ts';
import { type Serving, servingOf } from '../served/serving.ts';
import { Agreement } from './agreement.ts';
import { ClientRecorders } from './client-recorders.ts';
import { judgeFolders } from './data-folders.ts';
import { ChaosGroup } from './group.ts';
import { Injector, type Struck } from './inject.ts';
import { type ChaosFinding, judgeHistory } from './judge.ts';
import { ChaosLoad } from './load.ts';
import { whyNotMerged } from './not-merged.ts';
import { type ChaosKind, type ChaosPlan, drawPlan, kindsFor } from './plan.ts';
import { judgeRecordings } from './recordings.ts';
import { RecoveryLimit } from './recovery-limit.ts';
import { isStore, workloadOf } from './workload.ts';

export interface ChaosOptions {
  readonly serving: Serving;
  /** Arguments of `serve` that select the system. */
  readonly words: readonly string[];
  readonly systems: Systems;
  readonly seed: string;
  readonly durationMs: number;
  readonly clients: number;
  readonly folder: string;
  readonly record: boolean;
  /** The mutant in the code of replicas and clients, if any. */
  readonly mutant?: string;
  readonly program?: ReplicaLaunch['program'];
  /** Another version of the program; replicas change between the two. */
  readonly old?: ReplicaLaunch['program'];
  /** Only faults of these kinds; of all when absent. */
  readonly only?: readonly ChaosKind[];
  readonly signal: AbortSignal;
  /** Called periodically. */
  readonly progress: (elapsedMs: number, struck: number, operations: number) => void;
}

export interface ChaosResult {
  readonly verdict: 'pass' | 'fail' | 'interrupted';
  readonly plan: ChaosPlan;
  readonly struck: readonly Struck[];
  readonly faults: Readonly<Record<string, number>>;
  readonly operations: { readonly ok: number; readonly failed: number; readonly unknown: number };
  readonly executed: number;
  readonly recordedSteps: number;
  /** Steps of the merged recordings that the invariants have judged. */
  readonly judgedSteps: number;
  /** Why there are none. */
  readonly notMerged: string | undefined;
  readonly selfStops: number;
  readonly findings: readonly ChaosFinding[];
}

/** After the faults every client must be served within this time, on a machine with time for the replicas. */
const RECOVERY_MS = 60_000;

/**
 * Runs a group under the faults of a seed, then judges the client history and the replicas. @throws Error if it does not start.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { serving, seed, durationMs, folder, signal } = options;
  const { replicas } = serving.scenario;
  const plan = drawPlan(
    seed,
    durationMs,
    replicas,
    kindsFor(serving.served.formatted !== undefined, replicas, options.old !== undefined).filter(
      (kind) => options.only?.includes(kind) !== false,
    ),
  );
  makeFolder(folder);
  writeAtomically(path.join(folder, 'plan.json'), `${JSON.stringify(plan, undefined, 1)}\n`);
  const group = await ChaosGroup.start({
    folder,
    replicas,
    words: options.words,
    unsyncedMs: plan.unsyncedMs,
    record: options.record,
    ...(options.program === undefined ? {} : { program: options.program }),
    ...(options.old === undefined ? {} : { old: options.old }),
  });
  const impatient = impatientOf(serving);
  const recorders = options.record
    ? new ClientRecorders(folder, impatient, options.mutant ?? null)
    : undefined;
  const client = clientFor(impatient, group, recorders);
  const load = new ChaosLoad(client, workloadOf(serving.system.name, serving.run, seed), options.clients);
  const injector = new Injector(group, load);
  try {
    await strikeAll(plan, injector, load, options);
    const stuck = signal.aborted ? [] : await recover(serving, group, client, load);
    await load.stop();
    await group.stop();
    client.close();
    recorders?.close();
    return await judged(options, plan, group, injector, load, stuck, recorders);
  } finally {
    client.close();
    recorders?.close();
    await group.stop();
  }
}

/** Clients that give up early: those that wait ask nothing new. */
function impatientOf({ system, scenario }: Serving): Serving {
  const impatient = 'giveUpUs' in scenario.settings ? { giveUpUs: 2_000_000 } : {};
  return servingOf(system, { ...scenario, settings: { ...scenario.settings, ...impatient } });
}

/** A client that calls every replica through a separate proxy. */
function clientFor(
  { client, served }: Serving,
  group: ChaosGroup,
  recorders: ClientRecorders | undefined,
): HostedClient {
  return new HostedClient({
    code: client,
    agreement: { cluster: 'chaos', system: served.name, format: served.wireFormat },
    at: group.clientPorts.map((port) => ({ host: '127.0.0.1', port })),
    ...(recorders === undefined ? {} : { witness: (begins) => recorders.recorderOf(begins) }),
  });
}

async function strikeAll(
  plan: ChaosPlan,
  injector: Injector,
  load: ChaosLoad,
  { signal, progress }: ChaosOptions,
): Promise<void> {
  const beganMs = performance.now();
  const under: Promise<void>[] = [];
  const elapsedMs = (): number => performance.now() - beganMs;
  const until = async (atMs: number): Promise<void> => {
    while (elapsedMs() < atMs && !signal.aborted) {
      await sleep(Math.min(200, atMs - elapsedMs()));
      progress(elapsedMs(), injector.struck.length, load.operations);
    }
  };
  for (const fault of plan.faults) {
    await until(fault.atMs);
    if (signal.aborted) break;
    under.push(injector.strike(fault));
  }
  await until(plan.durationMs);
  injector.end();
  await Promise.all(under);
}

/** After the faults: all replicas must become healthy, and a new operation must complete. */
async function recover(
  serving: Serving,
  group: ChaosGroup,
  client: HostedClient,
  load: ChaosLoad,
): Promise<readonly ChaosFinding[]> {
  for (const link of group.links()) link.heal();
  const limit = new RecoveryLimit(RECOVERY_MS, performance.now(), group.pids());
  const states: (string | undefined)[] = [];
  for (;;) {
    for (let id = 0; id < group.replicas; id++) states[id] = await group.health(id);
    const well = states.every((state) =>
      isStore(serving.system.name) ? state?.startsWith('normal') : state !== undefined,
    );
    const before = load.history.counts.ok;
    await sleep(500);
    if (well && load.history.counts.ok > before) break;
    if (limit.isOver(performance.now(), group.pids()))
      return [
        { kind: 'stuck', facts: states.map((state, id) => `replica ${id}: ${state ?? 'says nothing'}`) },
      ];
  }
  await load.stop();
  return readBack(client, load);
}

/** Reads all keys once more: the loss of an acknowledged write only shows if its key is read. */
async function readBack(client: HostedClient, { history }: ChaosLoad): Promise<readonly ChaosFinding[]> {
  const keys = new Set<string>();
  for (const event of history.events) {
    const key = event.type === 'call' ? (event.operation as { readonly key?: unknown }).key : undefined; // an object of its system
    if (typeof key === 'string') keys.add(key);
  }
  let reader = 1_000_000;
  const left = [...keys];
  const readOne = async (): Promise<void> => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      const operation = { kind: 'read', key };
      const id = history.call(reader++, operation);
      history.end(id, await client.invoke(operation));
    }
  };
  await Promise.all(Array.from({ length: 8 }, readOne));
  return [];
}

async function judged(
  { serving, folder, systems, record, signal }: ChaosOptions,
  plan: ChaosPlan,
  group: ChaosGroup,
  injector: Injector,
  { history }: ChaosLoad,
  stuck: readonly ChaosFinding[],
  recorders: ClientRecorders | undefined,
): Promise<ChaosResult> {
  writeFileSync(path.join(folder, 'history.jsonl'), history.jsonl(), { mode: 0o600 });
  writeFileSync(
    path.join(folder, 'faults.jsonl'),
    injector.struck.map((each) => `${JSON.stringify(each)}\n`).join(''),
  );
  const agreement = new Agreement();
  const recordings = record
    ? await judgeRecordings(
        [
          ...Array.from({ length: group.replicas }, (_, id) => group.recordingOf(id)),
          ...(recorders?.folders ?? []),
        ],
        systems,
        agreement,
      )
    : { steps: 0, judged: 0, findings: [] };
  const folders = Array.from({ length: group.replicas }, (_, id) => group.folderOf(id));
  const onDisks = signal.aborted ? [] : await judgeFolders(serving, folders, agreement);
  const threw = [...new Map(group.unexpected.map((facts) => [facts.join('\n'), facts])).values()].map(
    (facts): ChaosFinding => ({ kind: 'handler-threw', facts }),
  );
  const findings = [
    ...stuck,
    ...threw,
    ...judgeHistory(serving.system.name, serving.run, history.events),
    ...recordings.findings,
    ...onDisks,
  ];
  const faults: Record<string, number> = {};
  for (const [kind, count] of Object.entries(injector.counts())) faults[kind] = count;
  return {
    verdict: findings.length > 0 ? 'fail' : signal.aborted ? 'interrupted' : 'pass',
    plan,
    struck: injector.struck,
    faults,
    operations: history.counts,
    executed: agreement.size,
    recordedSteps: recordings.steps,
    judgedSteps: recordings.judged,
    notMerged: whyNotMerged(recordings),
    selfStops: group.deaths.length - group.unexpected.length,
    findings,
  };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
