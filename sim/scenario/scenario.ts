import * as z from 'zod';
import { int, us } from '../chance/units.ts';
import { diskSchema } from '../disk/options.ts';
import { type Faults, faultClasses, faultNamed } from '../faults/registry.ts';
import { networkSchema } from '../network/options.ts';
import { complaintOf, PLAIN } from '../words/complaint.ts';
import { ScenarioError } from './scenario-error.ts';

/** What may become of a replica outside the core when faults stop. */
export const OUTSIDERS = ['dead', 'cut', 'half'] as const;

/** Options of classes of faults by name, each checked by the schema of its class. */
const faultsSchema = z.record(z.string(), z.unknown()).transform((given, ctx): Faults => {
  const checked: [string, unknown][] = [];
  for (const [name, options] of Object.entries(given)) {
    const fault = faultNamed(name);
    if (fault === undefined) {
      const known = faultClasses().map((one) => one.name);
      ctx.addIssue({ code: 'unrecognized_keys', keys: [name], message: `there are ${known.join(', ')}` });
      continue;
    }
    const result = fault.schema.safeParse(options, PLAIN);
    if (result.success) checked.push([name, result.data]);
    else for (const issue of result.error.issues) ctx.addIssue({ ...issue, path: [name, ...issue.path] });
  }
  return Object.fromEntries(checked); // each by its own class
});

/** The input of a run: plain JSON, drawn from a seed or written by hand. Times are microseconds, rates per million. */
export const scenarioSchema = z.strictObject({
  version: z.literal(2, { error: 'this version reads scenarios of version 2: draw the seed anew' }),
  seed: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII')
    .describe('names all random streams'),
  system: z.string().min(1).describe('name of the system under test'),
  replicas: int(1, 7),
  clients: int(1, 32),
  operations: int(1, 1_000_000).describe('operations of each client'),
  script: z
    .array(z.array(z.unknown()))
    .optional()
    .describe('the operations of each client, in order, in place of drawn ones'),
  isolation: z
    .enum(['shared', 'frozen', 'wire'])
    .describe('how messages are kept apart: not at all, frozen when sent, or encoded and decoded'),
  network: networkSchema,
  disk: diskSchema,
  faults: faultsSchema.describe('classes of faults that the run has, by name'),
  beyond: z
    .boolean()
    .describe(
      'whether more replicas may lose something than the system survives; progress is not asked for then',
    ),
  forgetful: z
    .boolean()
    .describe(
      'whether every crash makes a replica miss something until it has recovered; a minority at a time',
    ),
  restartUs: us.describe('mean time until a replica is started again after a crash'),
  clientRestartUs: us.describe('mean time until a client is'),
  thinkUs: us.describe('mean pause of a client between two operations'),
  safetyUs: us.describe('faults stop when every operation was tried, and at the latest after this time'),
  outsiders: z
    .array(z.enum(OUTSIDERS))
    .describe('what may become of replicas outside the core when faults stop; none: all are healed'),
  livenessUs: us.describe('bound for progress once faults have stopped'),
  stepsMax: int(1, Number.MAX_SAFE_INTEGER).describe('steps after which the run ends without a verdict'),
  settings: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .describe('settings of the system itself'),
  judgedBy: z
    .array(z.string())
    .optional()
    .describe(
      'ids of the only invariants that judge the run, besides L1, L2 and L5; all of the system when absent',
    ),
});

/** All that decides about a run besides the code and its edits: plain JSON, drawn from a seed or given. */
export type Scenario = z.infer<typeof scenarioSchema>;

/** The value as a scenario. @throws ScenarioError naming the first wrong field. */
export function parseScenario(value: unknown): Scenario {
  const result = scenarioSchema.safeParse(value, PLAIN);
  if (result.success) return result.data;
  throw new ScenarioError(complaintOf(result.error));
}
