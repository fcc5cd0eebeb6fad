import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HostInputError } from '../../../src/host/host-input-error.ts';
import { type Address, parseAddress } from '../../../src/host/wire/address.ts';
import { readKeys, refuseBadKeys, type TlsKeys } from '../../../src/host/wire/security.ts';
import { makeFolder } from '../../files/write.ts';
import { BadInput, mutantInFile } from '../../input/bad-input.ts';
import { codeOf } from '../../input/json-file.ts';
import { parseOverrides } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import type { Systems } from '../../served/recorded.ts';
import { servedScenario } from '../../served/serving.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';

/** Options that select the system to run on real machines. */
export interface SystemOptions {
  readonly system?: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  /** Module that exports systems with a mutant already built in. */
  readonly builtSystems?: string;
}

export interface TlsOptions {
  readonly tlsKey?: string;
  readonly tlsCert?: string;
  readonly tlsCa?: string;
}

/** Default cluster name. */
export const CLUSTER = 'wavetank';

/** Loads the system by name or file, with a mutant if given. @throws BadInput */
export async function systemOf(
  { system: name, mutant, builtSystems }: SystemOptions,
  registry: Registry,
): Promise<System> {
  const wanted = name ?? registry.defaultSystem;
  let known = registry;
  if (builtSystems !== undefined) {
    const module: unknown = await import(pathToFileURL(builtSystems).href);
    known = { ...registry, systems: (module as Pick<Registry, 'systems'>).systems }; // the exports of sim/systems/index.ts
  } else if (!registry.systems.has(wanted) && isSystemFile(wanted)) {
    const { withSystemFiles } = await import('./system-file.ts');
    if (mutant !== undefined) throw mutantInFile(mutant, wanted);
    known = await withSystemFiles(registry, [wanted]);
  } else if (mutant !== undefined) {
    const { mutatedRegistry } = await import('../../mutants/mutated-registry.ts');
    known = await mutatedRegistry(registry, mutant, undefined);
  }
  const system = known.systems.get(wanted);
  if (system !== undefined) return system;
  throw new BadInput(
    `there is no system "${wanted}"; there are ${[...registry.systems.keys()].join(', ')}, and files such as ./my-system.ts`,
  );
}

/** Systems named by recordings, with their mutants; `guided` uses the current code. */
export function systemsFor(registry: Registry, guided = false): Systems {
  const made = new Map<string, Promise<Registry>>();
  return async (mutant) => {
    if (mutant === null || guided) return registry;
    const { mutatedRegistry } = await import('../../mutants/mutated-registry.ts');
    const known = made.get(mutant) ?? mutatedRegistry(registry, mutant, undefined);
    made.set(mutant, known);
    return known;
  };
}

/** Scenario of the system on this many machines: only its settings can be changed. @throws BadInput */
export function scenarioOf(system: System, replicas: number, { set = [] }: SystemOptions): Scenario {
  const overrides = parseOverrides({}, set);
  const other = overrides.find(({ path: [first] }) => first !== 'settings');
  if (other !== undefined)
    throw new BadInput(
      `${other.words.join(' ')}: on real machines only settings can be set, such as settings.viewTimeoutUs=500000`,
    );
  return scenarioFor('served', system, servedScenario(system, replicas), overrides);
}

/** Options to pass on to a child process. */
export const passedOn = ({ system, set = [], mutant }: SystemOptions): readonly string[] => [
  ...(system === undefined ? [] : ['--system', system]),
  ...set.flatMap((each) => ['--set', each]),
  ...(mutant === undefined ? [] : ['--mutant', mutant]),
];

/** @throws BadInput */
export function addressesIn(option: string, text: string): readonly Address[] {
  return text.split(',').map((each) => addressIn(option, each));
}

/** @throws BadInput */
export function addressIn(option: string, text: string): Address {
  const address = parseAddress(text);
  if (address === undefined)
    throw new BadInput(`${option} ${text}: an address such as 127.0.0.1:7000 is needed`);
  return address;
}

/** TLS keys: all or none must be given. @throws BadInput */
export function keysOf({ tlsKey, tlsCert, tlsCa }: TlsOptions): TlsKeys | undefined {
  if (tlsKey === undefined && tlsCert === undefined && tlsCa === undefined) return undefined;
  if (tlsKey === undefined || tlsCert === undefined || tlsCa === undefined)
    throw new BadInput('--tls-key, --tls-cert and --tls-ca go together: both sides show a certificate');
  try {
    const keys = readKeys({ key: tlsKey, cert: tlsCert, ca: tlsCa });
    refuseBadKeys(keys);
    return keys;
  } catch (error) {
    throw new BadInput(
      `--tls-key, --tls-cert and --tls-ca cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Makes a folder, if need be, that this user may write to. @throws BadInput */
export function useFolder(option: string, folder: string): void {
  try {
    makeFolder(folder, 0o700);
    // The rights alone do not tell: a file system may take no files from anybody.
    rmSync(mkdtempSync(path.join(folder, '.probe-')), { recursive: true });
  } catch (error) {
    throw unusable(option, folder, error);
  }
}

/** Converts an error of the operating system about a folder that was given to BadInput. */
export function unusable(option: string, folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return asBadInput(error);
  const why =
    error.code === 'EEXIST' || error.code === 'ENOTDIR'
      ? 'is no folder'
      : `cannot be used (${codeOf(error)})`;
  return new BadInput(`${option} ${folder} ${why}`);
}

/** Converts a host's refusal to BadInput. */
export function asBadInput(error: unknown): unknown {
  return error instanceof HostInputError || (error instanceof Error && error.name === 'FolderLocked')
    ? new BadInput(error.message)
    : error;
}
