import type { Scenario } from '../scenario/scenario.ts';

/** Kinds of trouble that a system may not claim to survive. */
export type Hardship =
  /** Replicas that crash: for those which keep in memory what they must not forget. */
  | 'crashes'
  | 'client-crashes'
  /** Messages that are lost: by chance, damage, full queues, cut or clogged links. */
  | 'loss'
  | 'duplicates'
  | 'reordering'
  /** Messages that reach somebody else. */
  | 'misrouting'
  | 'partitions'
  | 'pauses'
  /** Clocks that are off, drift or jump. */
  | 'clocks';

/** The scenario with one kind of trouble taken out. */
const WITHOUT: Readonly<Record<Hardship, (scenario: Scenario) => Scenario>> = {
  crashes: (scenario) => ({
    ...scenario,
    crash: { ...scenario.crash, everyUs: 0, midHandlerPpm: 0, blackoutPpm: 0, pointPpm: 0 },
    aims: scenario.aims.filter(({ fault }) => fault !== 'crash' && fault !== 'wipe'),
    outsiders: scenario.outsiders.filter((fate) => fate !== 'dead'),
  }),
  'client-crashes': (scenario) => ({ ...scenario, clientCrash: { ...scenario.clientCrash, everyUs: 0 } }),
  loss: (scenario) =>
    WITHOUT.partitions({
      ...scenario,
      network: { ...scenario.network, dropPpm: 0, damagePpm: 0, misroutePpm: 0, queueMax: 1_000_000 },
      clog: { ...scenario.clog, everyUs: 0 },
    }),
  duplicates: (scenario) => ({
    ...scenario,
    network: { ...scenario.network, duplicatePpm: 0, latePpm: 0 },
  }),
  reordering: (scenario) => ({
    ...scenario,
    network: { ...scenario.network, fifo: true, duplicatePpm: 0, latePpm: 0 },
  }),
  misrouting: (scenario) => ({ ...scenario, network: { ...scenario.network, misroutePpm: 0 } }),
  partitions: (scenario) => ({
    ...scenario,
    partition: { ...scenario.partition, everyUs: 0 },
    aims: scenario.aims.filter(({ fault }) => fault !== 'isolate'),
    outsiders: scenario.outsiders.filter((fate) => fate === 'dead'),
  }),
  pauses: (scenario) => ({
    ...scenario,
    pause: { ...scenario.pause, everyUs: 0 },
    aims: scenario.aims.filter(({ fault }) => fault !== 'pause'),
  }),
  clocks: (scenario) => ({
    ...scenario,
    clock: { ...scenario.clock, offsetMaxUs: 0, driftMaxPpm: 0, jumpEveryUs: 0 },
  }),
};

/** Every kind that there is. */
export const HARDSHIPS = Object.keys(WITHOUT) as readonly Hardship[]; // its own keys

/** The scenario with these kinds of trouble taken out. */
export const spared = (scenario: Scenario, hardships: readonly Hardship[]): Scenario =>
  hardships.reduce((left, hardship) => WITHOUT[hardship](left), scenario);
