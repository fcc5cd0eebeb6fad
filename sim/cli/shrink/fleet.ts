import { BadInput } from '../../input/bad-input.ts';
import { mutantNamed } from '../../mutants/catalogue-of.ts';
import { visible } from '../../page/parts/visible.ts';
import type { System } from '../../scenario/system.ts';
import type { Crew } from '../../shrink/crew.ts';
import type { Bug } from '../../shrink/failure.ts';
import { fleetAt } from '../shared/fleet.ts';
import type { Io } from '../shared/io.ts';
import { workerProgram } from '../shared/system-bundle.ts';
import { HEAP_MB_MAX, LOOK_MS_MAX } from './crew.ts';

/** As a regression: someone waits for it. */
const PRIORITY = 1;

/** Has the workers of a fleet look at candidates. @throws BadInput when there is no fleet, or nobody in it */
export async function fleetCrew(
  url: string,
  { name, code: digest }: System,
  { bug, label }: { readonly bug: Bug; readonly label: string },
  io: Io,
): Promise<Crew> {
  const { FleetLookahead, reports } = await import('../../fleet/fleet-lookahead.ts');
  const fleet = await fleetAt(url, io);
  if (fleet.threads === 0)
    throw new BadInput(`the fleet at ${fleet.place} has no workers: start some with \`fleet work\``);
  const mutant = bug.mutant === undefined ? undefined : mutantNamed(bug.mutant, bug.catalogue, name);
  const { code } = await workerProgram('shrink', [name], mutant, { isWhole: true });
  const offers = await fleet.open({
    label,
    code,
    limitMs: LOOK_MS_MAX,
    heapMbMax: HEAP_MB_MAX,
    priority: PRIORITY,
    run: reports,
  });
  const lookahead = new FleetLookahead(offers, {
    system: name,
    code: digest?.(),
    onTrouble: (text) => io.err(`${visible(text.split('\n', 1)[0] ?? '')}\n`),
  });
  return { lookahead, close: () => offers.close(true) };
}
