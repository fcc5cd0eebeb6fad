import { CALM } from '../../check/model/configuration.ts';
import type { CheckTemplate } from '../../check/model/template.ts';
import { checkSystemOf } from '../../check/systems/from-system.ts';
import { KNOWN_HINTS } from '../../check/systems/known.ts';
import { beginAt } from '../../check/tank/begin-at.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import type { Registry } from '../../systems/registry.ts';
import { prepareJob } from '../shared/read-run.ts';
import type { CheckOptions } from './options.ts';

/** Default number of operations left for each client. */
const MORE = 1;

/** Template of a search that starts at a step of a run: `--from SEED@STEP` or `--from FILE@STEP`. @throws BadInput */
export async function templateFromRun(
  from: string,
  options: CheckOptions,
  registry: Registry,
): Promise<CheckTemplate> {
  const at = from.lastIndexOf('@');
  if (at < 1) throw new BadInput(`--from ${from}: a run and a step are needed, such as --from 42@1800`);
  const [run, step] = [from.slice(0, at), parseInteger('--from', from.slice(at + 1), 0)];
  for (const name of ['replicas', 'clients'] as const)
    if (options[name] !== undefined) throw new BadInput(`--${name}: with --from they are those of the run`);
  const { system, mutant, catalogue } = options;
  const job = await prepareJob(
    run,
    {
      ...(system === undefined ? {} : { system }),
      ...(mutant === undefined ? {} : { mutant }),
      ...(catalogue === undefined ? {} : { catalogue }),
    },
    registry,
  );
  const scenario = job.scenarioOf(job.seed ?? run);
  const more = options.operations === undefined ? MORE : parseInteger('--operations', options.operations, 0);
  const beginning = beginAt(job.system, scenario, job.edits, step, more);
  if (beginning === undefined) throw new BadInput(`--from ${from}: the run ends before that step`);
  const { configuration = {}, ...hints } = KNOWN_HINTS.get(job.system.name) ?? {};
  const checked = checkSystemOf(job.system, hints, scenario, beginning.operations);
  const { clients, replicas } = scenario;
  return {
    name: job.system.name,
    summary: job.system.summary,
    size: { replicas, clients, operations: more },
    configuration: { ...CALM, ...configuration },
    build: () => ({ ...checked, snapshot: beginning.snapshot }),
  };
}
