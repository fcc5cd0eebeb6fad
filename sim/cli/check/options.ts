import {
  type Budget,
  type Configuration,
  NETWORKS,
  NO_REDUCTIONS,
  type TimerBudget,
} from '../../check/model/configuration.ts';
import type { CheckTemplate, Size } from '../../check/model/template.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';

/** Raw options from commander. */
export interface CheckOptions {
  readonly system?: string;
  readonly from?: string;
  readonly replicas?: string;
  readonly clients?: string;
  readonly operations?: string;
  readonly warmUp?: string;
  readonly network?: string;
  readonly lose?: string;
  readonly duplicate?: string;
  readonly crash?: string;
  readonly timer: readonly string[];
  readonly disk?: string;
  readonly tear?: true;
  readonly points?: true;
  readonly calls?: string;
  readonly random?: string;
  readonly set: readonly string[];
  readonly property: readonly string[];
  readonly liveness?: true;
  readonly walks?: string;
  readonly beam?: string;
  readonly seed?: string;
  readonly toTheEnd?: true;
  readonly reduction: boolean;
  readonly identity?: string;
  readonly states?: string;
  readonly minutes?: string;
  readonly memory?: string;
  readonly mutant?: string;
  readonly catalogue?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly save?: string;
  readonly frontier?: string;
  readonly json?: true;
}

export function sizeOf(options: CheckOptions, { size }: CheckTemplate): Size {
  const { replicas, clients, operations, warmUp } = options;
  return {
    replicas: replicas === undefined ? size.replicas : parseInteger('--replicas', replicas, 1),
    clients: clients === undefined ? size.clients : parseInteger('--clients', clients, 0),
    operations: operations === undefined ? size.operations : parseInteger('--operations', operations, 0),
    warmUp: warmUp === undefined ? (size.warmUp ?? 0) : parseInteger('--warm-up', warmUp, 0),
  };
}

/** Applies the options to the template's configuration. @throws BadInput */
export function configurationOf(options: CheckOptions, { configuration }: CheckTemplate): Configuration {
  const { lose, duplicate, crash } = options;
  const network = oneOf('--network', options.network, NETWORKS) ?? configuration.network;
  if (duplicate !== undefined && duplicate !== '0' && (network === 'merge' || network === 'set'))
    throw new BadInput(`--duplicate ${duplicate}: on the network ${network} equal messages are one`);
  return {
    network,
    lose: lose === undefined ? configuration.lose : budget('--lose', lose),
    duplicate: duplicate === undefined ? configuration.duplicate : limited('--duplicate', duplicate),
    crash: crash === undefined ? configuration.crash : budget('--crash', crash),
    timers: { ...configuration.timers, ...timersOf(options.timer) },
    disk: oneOf('--disk', options.disk, ['instant', 'steps']) ?? configuration.disk,
    tear: options.tear ?? configuration.tear,
    points: options.points ?? configuration.points,
    calls: oneOf('--calls', options.calls, ['step', 'at-once']) ?? configuration.calls,
    random: oneOf('--random', options.random, ['calm', 'every']) ?? configuration.random,
    identity: oneOf('--identity', options.identity, ['ours', 'stateright']) ?? configuration.identity,
    reductions: options.reduction ? configuration.reductions : NO_REDUCTIONS,
  };
}

function timersOf(given: readonly string[]): Record<string, TimerBudget> {
  const timers: Record<string, TimerBudget> = {};
  for (const each of given) {
    const [name = '', value = '', ...rest] = each.split('=');
    if (name === '' || value === '' || rest.length > 0)
      throw new BadInput(`--timer ${each}: name and number are needed, such as --timer view=2`);
    timers[name] = value === 'idle' ? 'idle' : budget(`--timer ${name}`, value, ['any', 'idle']);
  }
  return timers;
}

/** A number of times, or `any`. `words`: what may stand for a number, for the message. @throws BadInput */
function budget(option: string, value: string, words: readonly string[] = ['any']): Budget {
  if (value === 'any') return value;
  if (!/^\d+$/.test(value))
    throw new BadInput(`${option} ${value}: a whole number from 0 on, or ${words.join(' or ')}, is needed`);
  return parseInteger(option, value, 0);
}

/** Parses a limit: unlimited copies of a message would make the state space infinite. */
function limited(option: string, value: string): number {
  if (value !== 'any') return parseInteger(option, value, 0);
  throw new BadInput(
    `${option} any: there is no end of copies; --network set lets each message arrive any number of times`,
  );
}

function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  known: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((each) => each === value);
  if (found === undefined)
    throw new BadInput(`${option} ${value}: there is no such thing; there are ${known.join(', ')}`);
  return found;
}
