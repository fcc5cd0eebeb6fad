import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { increment } from './increment.ts';
import { incrementLock } from './increment-lock.ts';
import { linearizableRegister } from './linearizable-register.ts';
import { naiveRegister } from './naive-register.ts';
import { paxos } from './paxos.ts';
import { reliableLink } from './reliable-link.ts';
import { singleCopy } from './single-copy.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

/** Example systems for the checker, by name. */
export const SMALL_SYSTEMS: ReadonlyMap<string, CheckTemplate> = new Map(
  [
    paxos,
    twoPhaseCommit,
    increment,
    incrementLock,
    singleCopy,
    naiveRegister,
    linearizableRegister,
    reliableLink,
  ].map((template) => [template.name, template]),
);
