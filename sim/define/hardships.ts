import type { FaultName } from '../faults/registry.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { without } from '../scenario/swarm.ts';

/** Kinds of trouble that a system may not claim to survive. */
export type Hardship =
  /** Replicas that crash: for those which keep in memory what they must not forget. */
  | 'crashes'
  | 'client-crashes'
  /** Messages that are lost: by chance, damage, full queues, cut or clogged links. */
  | 'loss'
  | 'duplicates'
  | 'reordering'
  /** Messages that reach another process. */
  | 'misrouting'
  | 'partitions'
  | 'pauses'
  /** Clocks that are off, drift or jump. */
  | 'clocks'
  /** Reads, writes and syncs that fail; disks that are full. */
  | 'disk-errors'
  /** Disks that lose what they acknowledged: lost and misdirected writes, rotten sectors, lost disks. */
  | 'disk-damage';

/** Faults of one kind, and what else of a scenario goes with them. */
interface Kind {
  readonly classes: readonly FaultName[];
  /** Faults aimed at points. */
  readonly aims?: readonly string[];
  /** Fates of replicas outside the core. */
  readonly outsiders?: readonly Scenario['outsiders'][number][];
}

const PARTITIONS: Kind = { classes: ['partition'], aims: ['isolate'], outsiders: ['cut', 'half'] };

const KINDS: Readonly<Record<Hardship, Kind>> = {
  crashes: {
    classes: ['crash', 'blackout', 'point-crash', 'wipe'],
    aims: ['crash', 'wipe'],
    outsiders: ['dead'],
  },
  'client-crashes': { classes: ['client-crash'] },
  loss: { ...PARTITIONS, classes: ['partition', 'drop', 'damage', 'misroute', 'narrow-link', 'clog'] },
  duplicates: { classes: ['duplicate'] },
  reordering: { classes: ['duplicate'] },
  misrouting: { classes: ['misroute'] },
  partitions: PARTITIONS,
  pauses: { classes: ['pause'], aims: ['pause'] },
  clocks: { classes: ['clock'] },
  'disk-errors': { classes: ['read-error', 'write-error', 'sync-error', 'full-disk'] },
  'disk-damage': { classes: ['lost-write', 'misdirected-write', 'rot', 'wipe'], aims: ['wipe'] },
};

/** Every kind that there is. */
export const HARDSHIPS = Object.keys(KINDS) as readonly Hardship[]; // its own keys

/** The scenario with these kinds of trouble taken out. */
export const spared = (scenario: Scenario, hardships: readonly Hardship[]): Scenario =>
  hardships.reduce(withoutKind, scenario);

function withoutKind(scenario: Scenario, hardship: Hardship): Scenario {
  const { classes, aims = [], outsiders = [] } = KINDS[hardship];
  const left = withoutAims(without(scenario, ...classes), aims);
  return {
    ...left,
    outsiders: left.outsiders.filter((fate) => !outsiders.includes(fate)),
    network: hardship === 'reordering' ? { ...left.network, fifo: true } : left.network,
  };
}

function withoutAims(scenario: Scenario, faults: readonly string[]): Scenario {
  const { aim } = scenario.faults;
  if (aim === undefined) return scenario;
  const aims = aim.aims.filter(({ fault }) => !faults.includes(fault));
  return aims.length === 0
    ? without(scenario, 'aim')
    : { ...scenario, faults: { ...scenario.faults, aim: { aims } } };
}
