import { median } from '../statistics.ts';
import type { Row } from './rounds.ts';

const UNRECORDED = 'wavetank, unrecorded';

/** How a row compares with another system's: the median of the ratios of rounds that followed each other. */
export interface Ratio {
  readonly system: string;
  readonly base: string;
  readonly clients: number;
  readonly kind: Row['kind'];
  readonly perSecond: number;
  readonly p99: number;
}

/** Ratios of our rows to etcd's, and of the recorded replicas to those without the recorder. */
export const ratiosIn = (rows: readonly Row[]): Ratio[] => [
  ...ratiosTo('etcd', rows),
  ...ratiosTo(UNRECORDED, rows).filter(({ system }) => system === 'wavetank'),
];

function ratiosTo(base: string, rows: readonly Row[]): Ratio[] {
  return rows.flatMap((row) => {
    const other = rows.find(
      ({ system, clients, kind }) => system === base && clients === row.clients && kind === row.kind,
    );
    if (other === undefined || other === row) return [];
    const paired = (of: (round: Row['rounds'][number]) => number): number =>
      median(row.rounds.map((round, i) => of(round) / of(other.rounds[i] ?? round)));
    const { system, clients, kind } = row;
    return [
      { system, base, clients, kind, perSecond: paired((r) => r.perSecond), p99: paired((r) => r.p99Ms) },
    ];
  });
}

export const HEAD =
  'clients  load       system                           per second    p50 ms    p99 ms  worst ms  replicas µs/op  processor s per s: replicas · clients';

export function rowText(row: Row): string {
  const { clients, kind, system, perSecond, p50Ms, p99Ms, worstMs, cpu } = row;
  return [
    String(clients).padStart(7),
    `  ${kind.padEnd(9)}  ${system.padEnd(32)}`,
    String(Math.round(perSecond)).padStart(11),
    p50Ms.toFixed(2).padStart(10),
    p99Ms.toFixed(2).padStart(10),
    worstMs.toFixed(2).padStart(10),
    costText(row).padStart(16),
    `  ${cpu.replicas.map(shareText).join(' ')} · ${cpu.clients.map(shareText).join(' ')}`,
  ].join('');
}

export const ratioText = ({ system, base, perSecond, p99 }: Ratio): string =>
  `         ${system} is ${perSecond.toFixed(2)} times as fast as ${base}, with ${p99.toFixed(2)} times its p99`;

/** Processor time of all replicas together for one operation. */
function costText({ cpu, perSecond }: Row): string {
  let sum = 0;
  for (const share of cpu.replicas) {
    if (share === null) return '-';
    sum += share;
  }
  return String(Math.round((sum / perSecond) * 1e6));
}

const shareText = (share: number | null): string => (share === null ? '-' : share.toFixed(2));
