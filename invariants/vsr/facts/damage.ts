import type { ProcessId } from '../../../src/process/ids.ts';
import { hasNoPart } from './replicas.ts';
import type { VsrObserver, VsrTank } from './types.ts';

/** Disks that were made to lose something. Their replicas may have to take back what they said before. */
export interface DamageFacts {
  /** Per replica: the incarnation in which that happened last; 0: never, or it has recovered since. */
  readonly hurtIn: number[];
}

export const damageFacts: VsrObserver<DamageFacts> = {
  initial: (tank) => ({ hurtIn: Array.from({ length: tank.replicas }, () => 0) }),
  on: {
    damage(facts, tank, process) {
      facts.hurtIn[process] = tank.incarnation(process);
    },
  },
};

/** Whether a replica still lacks what its disk lost: until it takes part again after a later start. */
export function isHurt(facts: DamageFacts, tank: VsrTank, process: ProcessId): boolean {
  const hurtIn = facts.hurtIn[process] ?? 0;
  if (hurtIn === 0) return false;
  const status = tank.replica(process)?.status;
  const back = tank.incarnation(process) > hurtIn && status !== undefined;
  if (!back || hasNoPart(status)) return true;
  facts.hurtIn[process] = 0;
  return false;
}
