import { parseArgs } from 'node:util';
import { BadInput } from '../../sim/input/bad-input.ts';
import { parseInteger } from '../../sim/input/numbers.ts';
import { KINDS, type Kind } from './job.ts';

/**
 * Our replicas with the disk distrusted (a put waits for two syncs), the same without the recorder, with the disk trusted (one sync, as
 * in etcd), and etcd.
 */
export const SYSTEMS = ['wavetank', 'unrecorded', 'trusting', 'etcd'] as const;
const DEFAULT_SYSTEMS: readonly SystemName[] = ['wavetank', 'trusting', 'etcd'];
export type SystemName = (typeof SYSTEMS)[number];

/** Parsed command line. */
export interface BenchOptions {
  readonly systems: readonly SystemName[];
  readonly loads: readonly Kind[];
  readonly clients: readonly number[];
  readonly seconds: number;
  readonly rounds: number;
  /** So often the groups are started anew: one group differs from its next start by as much as the recorder costs. */
  readonly starts: number;
  readonly processes: number;
  readonly viewChange: boolean;
  readonly keep: boolean;
  readonly json: boolean;
  readonly profile: string | undefined;
}

/** @throws BadInput */
export function optionsOf(args: readonly string[]): BenchOptions {
  const values = parsed(args);
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= 3600))
    throw new BadInput(`--seconds ${values.seconds}: a number above 0 and up to 3600 is needed`);
  return {
    systems: chosen('--systems', values.systems, SYSTEMS),
    loads: chosen('--loads', values.loads, KINDS),
    clients: values.clients.split(',').map((text) => parseInteger('--clients', text, 1)),
    seconds,
    rounds: parseInteger('--rounds', values.rounds, 1),
    starts: parseInteger('--starts', values.starts, 1),
    processes: parseInteger('--processes', values.processes, 1),
    viewChange: values['view-change'],
    keep: values.keep,
    json: values.json,
    profile: values.profile,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        systems: { type: 'string', default: DEFAULT_SYSTEMS.join(',') },
        loads: { type: 'string', default: KINDS.join(',') },
        clients: { type: 'string', default: '1,16,64' },
        seconds: { type: 'string', default: '3' },
        rounds: { type: 'string', default: '5' },
        starts: { type: 'string', default: '1' },
        processes: { type: 'string', default: '1' },
        'view-change': { type: 'boolean', default: false },
        profile: { type: 'string' },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
}

function chosen<Name extends string>(option: string, text: string, names: readonly Name[]): Name[] {
  const asked = text.split(',');
  const unknown = asked.find((name) => !names.some((known) => known === name));
  if (unknown !== undefined) throw new BadInput(`${option} ${unknown}: there are ${names.join(', ')}`);
  return names.filter((name) => asked.includes(name));
}
