import { median } from '../statistics.ts';
import type { ClientProcess } from './client-process.ts';
import type { Group } from './group.ts';
import type { Job, Kind } from './job.ts';

/** A system that is measured. */
export interface Subject {
  readonly name: string;
  readonly store: Job['store'];
  readonly group: Group;
  /** Processes with its clients. */
  readonly clients: readonly ClientProcess[];
}

/** Figures of one round of one system. */
export interface Round {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  /** Processor seconds per second of each process: of the replicas (null where the system does not say), and of the clients. */
  readonly cpu: { readonly replicas: readonly (number | null)[]; readonly clients: readonly number[] };
}

/** The same load on one system: medians of its rounds, each figure on its own. */
export interface Row extends Round {
  readonly system: string;
  readonly clients: number;
  readonly kind: Kind;
  readonly rounds: readonly Round[];
}

/** Settings shared by all rounds. */
export interface RoundOptions {
  readonly seconds: number;
  readonly warmMs: number;
  readonly valueBytes: number;
}

/** Runs a load on all systems, one after the other and again, so that whatever else happens on the machine meets all of them. */
export async function rowsOf(
  subjects: readonly Subject[],
  clients: number,
  kind: Kind,
  rounds: number,
  options: RoundOptions,
): Promise<Row[]> {
  const results = subjects.map((): Round[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, subject] of subjects.entries())
      results[i]?.push(await roundOf(subject, clients, kind, options));
  return subjects.map(({ name }, i) => rowOf(name, clients, kind, results[i] ?? []));
}

/** The medians of these rounds. */
export function rowOf(system: string, clients: number, kind: Kind, rounds: readonly Round[]): Row {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const [first] = rounds;
  return {
    system,
    clients,
    kind,
    perSecond: middle(({ perSecond }) => perSecond),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    worstMs: middle(({ worstMs }) => worstMs),
    cpu: {
      replicas: (first?.cpu.replicas ?? []).map((each, i) =>
        each === null ? null : middle(({ cpu }) => cpu.replicas[i] ?? 0),
      ),
      clients: (first?.cpu.clients ?? []).map((_, i) => middle(({ cpu }) => cpu.clients[i] ?? 0)),
    },
    rounds,
  };
}

/** One row for each system and load, with the rounds of all rows of it. */
export function together(rows: readonly Row[]): Row[] {
  const byLoad = new Map<string, Row[]>();
  for (const row of rows) {
    const load = `${row.clients} ${row.kind} ${row.system}`;
    byLoad.set(load, [...(byLoad.get(load) ?? []), row]);
  }
  return [...byLoad.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          rowOf(
            first.system,
            first.clients,
            first.kind,
            [first, ...others].flatMap(({ rounds }) => rounds),
          ),
        ],
  );
}

/** One round: the clients are spread over the processes. */
export async function roundOf(
  { store, group: { at, pids }, clients: processes }: Subject,
  clients: number,
  kind: Kind,
  { seconds, warmMs, valueBytes }: RoundOptions,
): Promise<Round> {
  const used = processes.slice(0, clients);
  const measured = await Promise.all(
    used.map((each, i) => {
      const firstClient = Math.floor((clients * i) / used.length);
      const count = Math.floor((clients * (i + 1)) / used.length) - firstClient;
      return each.run({ store, at, pids, kind, warmMs, seconds, valueBytes, clients: count, firstClient });
    }),
  );
  const latenciesUs = Float64Array.from(measured.flatMap(({ latenciesUs }) => latenciesUs)).sort();
  const [first] = measured;
  return {
    perSecond: measured.reduce((sum, each) => sum + (each.latenciesUs.length * 1000) / each.elapsedMs, 0),
    p50Ms: percentile(latenciesUs, 50) / 1000,
    p99Ms: percentile(latenciesUs, 99) / 1000,
    worstMs: percentile(latenciesUs, 100) / 1000,
    cpu: {
      replicas: (first?.replicaCpuMs ?? []).map((ms) => (ms === null ? null : ms / (first?.elapsedMs ?? 1))),
      clients: measured.map(({ clientCpuMs, elapsedMs }) => clientCpuMs / elapsedMs),
    },
  };
}

/** Of sorted values. */
const percentile = (sorted: Float64Array, percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
