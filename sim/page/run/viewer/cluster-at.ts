import type { Known } from './known.ts';
import { type Standing, standingOf } from './known-fields.ts';

/** A replica at some step. */
export interface Member extends Standing {
  readonly process: number;
  readonly name: string;
  readonly isUp: boolean;
  readonly isPaused: boolean;
  /** Number of disk faults so far. */
  readonly diskFaults: number;
}

/** The group at some step. */
export interface ClusterAt {
  readonly members: readonly Member[];
  /** Cut links, directed. */
  readonly cuts: readonly (readonly [from: number, to: number])[];
}

/** Computes which replicas are up, their reported roles, cut links, and disk faults at a step. */
export function clusterAt({ run, states }: Known, step: number): ClusterAt {
  const now = run.troubles.filter(({ from, until }) => from <= step && step <= until);
  const members = [...Array(run.replicas).keys()].map((process): Member => {
    const state = states.at(process, step).now;
    const standing = state === undefined ? { role: undefined, period: undefined } : standingOf(state);
    return {
      ...standing,
      process,
      name: run.processes[process] ?? '',
      isUp: state !== undefined,
      isPaused: now.some((each) => each.kind === 'pause' && each.process === process),
      diskFaults: run.troubles.filter(
        (each) => each.kind === 'disk' && each.process === process && each.from <= step,
      ).length,
    };
  });
  const cuts = now.flatMap(({ kind, links }) => (kind === 'partition' ? links : []));
  return { members, cuts: cuts.filter(([from, to]) => from < run.replicas && to < run.replicas) };
}
