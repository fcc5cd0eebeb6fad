import type { FaultName } from '../faults/registry.ts';
import { rulesLeft } from '../faults/rules/fewer-rules.ts';
import type { Rule } from '../faults/rules/rule.ts';
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
  /** Matches the rules that inject this hardship. */
  readonly rules?: (rule: Rule) => boolean;
  /** Fates of replicas outside the core. */
  readonly outsiders?: readonly Scenario['outsiders'][number][];
}

const doing =
  (...acts: readonly Rule['then']['do'][]) =>
  ({ then }: Rule): boolean =>
    acts.includes(then.do);

/** Whether the rule may hit a client: on a send, on a delivery, or at the end of an operation. */
const crashesClients = ({ when, then }: Rule): boolean =>
  then.do === 'crash' && ['send', 'deliver', 'call', 'return', 'rule'].includes(when.on);

const PARTITIONS: Kind = {
  classes: ['partition', 'absence'],
  aims: ['isolate'],
  rules: doing('cut'),
  outsiders: ['cut', 'half'],
};

const KINDS: Readonly<Record<Hardship, Kind>> = {
  crashes: {
    classes: ['crash', 'blackout', 'point-crash', 'wipe'],
    aims: ['crash', 'wipe'],
    rules: doing('crash', 'wipe'),
    outsiders: ['dead'],
  },
  'client-crashes': { classes: ['client-crash'], rules: crashesClients },
  loss: {
    ...PARTITIONS,
    classes: [...PARTITIONS.classes, 'drop', 'damage', 'misroute', 'narrow-link', 'clog'],
    rules: doing('cut', 'lose'),
  },
  duplicates: { classes: ['duplicate', 'stale'], rules: doing('copy') },
  reordering: { classes: ['duplicate', 'stale', 'late', 'slow-link'], rules: doing('copy', 'hold') },
  misrouting: { classes: ['misroute'] },
  partitions: PARTITIONS,
  pauses: { classes: ['pause'], aims: ['pause'], rules: doing('pause') },
  clocks: { classes: ['clock'], rules: doing('jump-clock') },
  'disk-errors': { classes: ['read-error', 'write-error', 'sync-error', 'full-disk'] },
  'disk-damage': {
    classes: ['lost-write', 'misdirected-write', 'rot', 'wipe'],
    aims: ['wipe'],
    rules: doing('wipe'),
  },
};

/** Every kind that there is. */
export const HARDSHIPS = Object.keys(KINDS) as readonly Hardship[]; // its own keys

/** The scenario with these kinds of trouble taken out. */
export const spared = (scenario: Scenario, hardships: readonly Hardship[]): Scenario =>
  hardships.reduce(withoutKind, scenario);

function withoutKind(scenario: Scenario, hardship: Hardship): Scenario {
  const { classes, aims = [], rules = () => false, outsiders = [] } = KINDS[hardship];
  const left = withoutRules(withoutAims(without(scenario, ...classes), aims), rules);
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

/** The scenario without the rules for which `goes` is true. */
export function withoutRules(scenario: Scenario, goes: (rule: Rule) => boolean): Scenario {
  const { rules } = scenario.faults;
  if (rules === undefined || !rules.rules.some(goes)) return scenario;
  const left = rulesLeft(rules.rules, (rule) => !goes(rule));
  return left.length === 0
    ? without(scenario, 'rules')
    : { ...scenario, faults: { ...scenario.faults, rules: { rules: left } } };
}
