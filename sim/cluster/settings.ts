import type { Sequence } from '../chance/streams.ts';
import type { ProgramWeather } from '../node/resident/seat.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import type { DiskOrdering } from './definition.ts';

const ORDERINGS: readonly DiskOrdering[] = ['ordered', 'data-ordered', 'metadata-journaled', 'posix'];
const MILLION = 1_000_000;

/** Draws the settings for programs: kinds of crashes, kind of disk, fragmentation of streams. */
export function drawSettings(
  { disk, powerLossPpm }: { readonly disk?: DiskOrdering; readonly powerLossPpm?: number },
  sequence: Sequence,
): Scenario['settings'] {
  const drawnPpm = sequence.pick([0, 500_000, 500_000, MILLION]);
  return {
    ordering: disk ?? 'data-ordered',
    powerLossPpm: powerLossPpm ?? drawnPpm,
    splitPpm: sequence.pick([0, 0, 10_000, 200_000]),
  };
}

/** @throws ScenarioError naming the first wrong setting. */
export function weatherOf({ settings }: Scenario): ProgramWeather {
  const ordering = ORDERINGS.find((known) => known === settings['ordering']);
  if (ordering === undefined)
    throw new ScenarioError(`settings.ordering: it must be one of ${ORDERINGS.join(', ')}`);
  const unknown = Object.keys(settings).find(
    (name) => !['ordering', 'powerLossPpm', 'splitPpm'].includes(name),
  );
  if (unknown !== undefined) throw new ScenarioError(`settings.${unknown}: there is no such setting`);
  return { ordering, powerLossPpm: rate(settings, 'powerLossPpm'), splitPpm: rate(settings, 'splitPpm') };
}

function rate(settings: Scenario['settings'], name: string): number {
  const value = settings[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MILLION) return value;
  throw new ScenarioError(`settings.${name}: it must be an integer from 0 to ${MILLION}`);
}
