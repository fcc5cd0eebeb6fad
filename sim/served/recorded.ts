import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { HostInputError } from '../../src/host/host-input-error.ts';
import type { AnyProcess } from '../../src/host/hosted.ts';
import { readSegment, type Segment, segmentFiles } from '../../src/host/recording/read.ts';
import { type SegmentHeader, segmentNumber } from '../../src/host/recording/segment.ts';
import { REPLICAS_MAX } from '../../src/host/replica/places.ts';
import { commitText } from '../files/commit.ts';
import { wavetankVersion } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import { parseScenario, type Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { inFileOf, type Registry } from '../systems/registry.ts';
import { type Serving, servingOf } from './serving.ts';

/** Version of the running code, as far as known. */
export const programText = (): string => `wavetank ${wavetankVersion()}, commit ${commitText() ?? 'unknown'}`;

/** Identifies the running code in a recording's header. */
export function recordedCode({
  system,
  served,
}: Serving): Pick<SegmentHeader, 'system' | 'program' | 'code'> {
  const code = inFileOf(system)?.code;
  return { system: served.name, program: programText(), ...(code === undefined ? {} : { code }) };
}

/** Finds the recordings in a folder: itself, or its subfolders that belong to this replica. @throws BadInput */
export function recordingsIn(folder: string, replica: number | undefined): readonly string[] {
  if (!existsSync(folder)) throw new BadInput(`--recording ${folder}: there is no such folder`);
  if (!statSync(folder).isDirectory()) {
    const isSegment = segmentNumber(path.basename(folder)) !== undefined;
    throw new BadInput(
      `--recording ${folder}: this is no folder${isSegment ? `; the recording is the whole folder ${path.dirname(folder)}` : ''}`,
    );
  }
  const names = readdirSync(folder);
  if (names.some((name) => segmentNumber(name) !== undefined)) return [folder];
  const below = names
    .map((name) => path.join(folder, name))
    .filter((each) => each.endsWith('.recording'))
    .sort();
  const wanted =
    replica === undefined ? below : below.filter((each) => path.basename(each) === `${replica}.recording`);
  if (wanted.length > 0) return wanted;
  throw new BadInput(
    `--recording ${folder}: it holds no recording${replica === undefined ? '' : ` of replica ${replica}`}`,
  );
}

/** Reads the segments of one replica in order. @throws BadInput if one is unusable. */
export function* segmentsIn(folder: string): Generator<Segment> {
  try {
    for (const file of segmentFiles(folder)) yield readSegment(file);
  } catch (error) {
    throw error instanceof HostInputError ? new BadInput(error.message) : error;
  }
}

/** Damaged segments in all recordings in a folder, a sentence each. @throws BadInput */
export function damageIn(folder: string): readonly string[] {
  const found: string[] = [];
  for (const each of recordingsIn(folder, undefined))
    for (const { file, damage } of segmentsIn(each))
      if (damage !== undefined) found.push(`${file}: ${damage}`);
  return found;
}

/** Whether a recording is that of a session of a client. */
export const isOfClient = ({ header }: Segment): boolean => header.replica >= REPLICAS_MAX;

/** The code that made a recording. */
export const codeIn = (segment: Segment, { served, client }: Serving): AnyProcess =>
  isOfClient(segment) ? client : served.replica;

/** Loads the systems with a mutant in their code; unmodified for null. */
export type Systems = (mutant: string | null) => Promise<Registry>;

/** Sets up the system of a recording as recorded, including its mutant. @throws BadInput */
export async function servingIn(segment: Segment, systems: Systems): Promise<Serving> {
  const { system: name, mutant, replica, code } = segment.header;
  const known = await systems(mutant);
  const system = known.systems.get(name);
  // One's own system may have the name of a built-in one.
  if (system === undefined || (code !== undefined && inFileOf(system) === undefined))
    throw new BadInput(`${segment.file} is of the system ${name}: name its file with --system`);
  return servingOf(system, scenarioIn(segment, system), replica);
}

function scenarioIn(segment: Segment, system: System): Scenario {
  try {
    return { ...parseScenario(JSON.parse(segment.header.scenario)), system: system.name };
  } catch {
    throw new BadInput(`${segment.file} names a scenario that this version does not know`);
  }
}
