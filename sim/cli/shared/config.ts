import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import { BadInput } from '../../input/bad-input.ts';
import { complaintOf } from '../../words/complaint.ts';
import { moduleIn } from './system-file.ts';

/** Config file names, tried in this order in the current directory. */
const FILES = ['wavetank.config.ts', 'wavetank.config.js', 'wavetank.config.mjs'];

const text = z.string().min(1);

/** Options that a project sets once instead of on each command line. */
const configSchema = z.strictObject({
  system: text.optional(),
  seeds: text.optional(),
  out: text.optional(),
  workers: z.number().int().min(1).optional(),
});

/** Applies options from the project's config file that were not given otherwise. @throws BadInput */
export async function configure(command: Command): Promise<void> {
  const file = FILES.find((name) => existsSync(path.resolve(name)));
  if (file === undefined) return;
  const module = await moduleIn(file);
  const result = configSchema.safeParse('default' in module ? module.default : undefined);
  if (!result.success) throw new BadInput(`${file}: ${complaintOf(result.error)}`);
  for (const [name, value] of Object.entries(result.data)) {
    if (value === undefined || !isWanted(command, name)) continue;
    command.setOptionValueWithSource(name, String(value), 'config');
  }
}

/** Whether the option is neither given nor implied by another option on the command line. */
function isWanted(command: Command, name: string): boolean {
  const given: Partial<Record<string, unknown>> = command.opts();
  const takes = command.options.some((option) => option.attributeName() === name);
  if (!takes || given[name] !== undefined || given['resume'] === true) return false;
  const [subject = ''] = command.args;
  switch (name) {
    case 'system':
      return given['scenario'] === undefined && !subject.endsWith('.json');
    case 'seeds':
      return (
        command.name() === 'fuzz' && given['minutes'] === undefined && given['untilFailure'] === undefined
      );
    case 'out':
      return command.name() === 'fuzz';
    default:
      return true;
  }
}
