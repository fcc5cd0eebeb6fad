import { absence } from './absence.ts';
import { aim } from './aim.ts';
import { blackout } from './blackout.ts';
import { clientCrash } from './client-crash.ts';
import { clock } from './clock.ts';
import { clog } from './clog.ts';
import { crash } from './crash.ts';
import { damage } from './damage.ts';
import { drop } from './drop.ts';
import { duplicate } from './duplicate.ts';
import type { AnyFaultClass, FaultClass } from './fault-class.ts';
import { fullDisk } from './full-disk.ts';
import { late } from './late.ts';
import { lostWrite } from './lost-write.ts';
import { misdirectedWrite } from './misdirected-write.ts';
import { misroute } from './misroute.ts';
import { narrowLink } from './narrow-link.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';
import { pointCrash } from './point-crash.ts';
import { readError } from './read-error.ts';
import { rot } from './rot.ts';
import { rules } from './rules.ts';
import { slowDisk } from './slow-disk.ts';
import { slowLink } from './slow-link.ts';
import { stale } from './stale.ts';
import { stall } from './stall.ts';
import { syncError } from './sync-error.ts';
import { unevenLinks } from './uneven-links.ts';
import { unsynced } from './unsynced.ts';
import { upgrade } from './upgrade.ts';
import { wipe } from './wipe.ts';
import { writeError } from './write-error.ts';

/** The classes that come along. Of faults that strike the same message or request, the first in this list comes first. */
const BUILT_IN = [
  drop,
  narrowLink,
  duplicate,
  late,
  slowLink,
  damage,
  misroute,
  unevenLinks,
  partition,
  clog,
  absence,
  crash,
  blackout,
  clientCrash,
  pointCrash,
  aim,
  pause,
  clock,
  slowDisk,
  stall,
  unsynced,
  readError,
  fullDisk,
  writeError,
  syncError,
  lostWrite,
  misdirectedWrite,
  rot,
  wipe,
  rules,
  stale,
  upgrade,
] as const;

type BuiltIn = (typeof BUILT_IN)[number];
type OptionsOf<C> = C extends FaultClass<string, infer Options, infer _> ? Options : never;

/** Options of the classes that a run has, by name. A class that is not there does not strike. */
export type Faults = { readonly [C in BuiltIn as C['name']]?: OptionsOf<C> };

/** Names of the classes that come along. */
export type FaultName = BuiltIn['name'];

const classes: AnyFaultClass[] = [...BUILT_IN];

/** All classes, in order: everything that says something about faults iterates over this list. */
export const faultClasses = (): readonly AnyFaultClass[] => classes;

export const faultNamed = (name: string): AnyFaultClass | undefined =>
  classes.find((fault) => fault.name === name);

/**
 * Adds a class after the others; returns a function that takes it away again.
 * @throws Error when there is one of this name.
 */
export function registerFault(fault: AnyFaultClass): () => void {
  if (faultNamed(fault.name) !== undefined) throw new Error(`there is a fault class ${fault.name} already`);
  classes.push(fault);
  return () => {
    classes.splice(classes.indexOf(fault), 1);
  };
}
