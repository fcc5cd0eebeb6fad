import * as z from 'zod';
import type { AnyFaultClass } from '../faults/fault-class.ts';
import { faultClasses } from '../faults/registry.ts';

/** An option of a class with its description. */
interface Option {
  readonly name: string;
  readonly about: string;
}

function optionsOf({ schema }: AnyFaultClass): readonly Option[] {
  const { properties = {} } = z.toJSONSchema(schema as z.ZodType, { unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    about: typeof property === 'object' ? (property.description ?? '') : '',
  }));
}

/** All classes of faults as a table in Markdown: docs/faults.md has it. */
export const faultTable = (): readonly string[] => [
  '| class | faults | options | counted as |',
  '|---|---|---|---|',
  ...faultClasses().map((fault) => {
    const options = optionsOf(fault).map(({ name, about }) =>
      about === '' ? `\`${name}\`` : `\`${name}\`: ${about}`,
    );
    const counts = Object.entries(fault.counts).map(([name, [, several]]) => `\`${name}\` (${several})`);
    return `| \`${fault.name}\` | ${fault.summary} | ${options.join('; ') || 'none'} | ${counts.join(', ') || 'not counted'} |`;
  }),
];

/** All classes of faults for the help of a command. */
export function faultHelp(): string {
  const width = Math.max(...faultClasses().map(({ name }) => name.length));
  const lines = faultClasses().map((fault) => {
    const options = optionsOf(fault).map(({ name }) => name);
    return `  ${fault.name.padEnd(width)}  ${fault.summary}${options.length === 0 ? '' : ` (${options.join(', ')})`}`;
  });
  return ['Classes of faults, for --set CLASS.OPTION=VALUE or CLASS=null:', ...lines].join('\n');
}
