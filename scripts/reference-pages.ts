import type { Command } from 'commander';
import * as z from 'zod';
import { scenarioSchema } from '../sim/scenario/scenario.ts';

const GENERATED =
  'This page is made from the code by `npm run docs` in the repository; edit the descriptions there.';

/** docs/commands.md: every command with its arguments and options. */
export const commandsPage = (commands: readonly Command[]): string =>
  [
    '# Commands and options',
    '',
    GENERATED,
    '',
    'With the package it is `npx wavetank sim 42`, in its repository `npm run sim -- 42`. Every command takes `--help`. Exit codes are in the',
    '[concepts](concepts.md#exit-codes).',
    ...commands.flatMap((command) => commandSection(command)),
    '',
  ].join('\n');

/** A command, and those below it: `fleet`, `fleet work`. */
function commandSection(command: Command, above = ''): readonly string[] {
  const name = `${above}${command.name()}`;
  const below = command.commands.flatMap((each) => commandSection(each, `${name} `));
  return [
    '',
    `## ${name}`,
    '',
    sentence(command.description()),
    ...(below.length > 0 ? below : usage(command, name)),
  ];
}

function usage(command: Command, name: string): readonly string[] {
  const names = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const about = command.registeredArguments.map((argument) => [
    `\`${argument.name()}\``,
    argument.description,
  ]);
  const options = command.options.map(({ flags, description }) => [`\`${flags}\``, description]);
  return [
    '',
    '```',
    ['npx wavetank', name, ...names, ...(options.length === 0 ? [] : ['[options]'])].join(' '),
    '```',
    ...table('argument', about),
    ...table('option', options),
  ];
}

function table(head: string, rows: readonly (readonly (string | undefined)[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(([name = '', text = '']) => `| ${escaped(name)} | ${escaped(text)} |`);
  return ['', `| ${head} | |`, '|---|---|', ...cells];
}

/** A bar would end the cell, and an angle bracket outside of code begin a tag. */
const escaped = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .split('`')
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('`');

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What the JSON schema of a field says, of that which we use. */
interface Field {
  readonly type?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly items?: Field;
}

/** docs/scenario.md: every field of a scenario. */
export function scenarioPage(): string {
  const schema = z.toJSONSchema(scenarioSchema, { unrepresentable: 'any', io: 'input' }) as Field; // as zod writes it
  const rows = rowsOf('', schema).map(([name, takes, about]) => `| \`${name}\` | ${takes} | ${about} |`);
  return [
    '# Fields of a scenario',
    '',
    GENERATED,
    '',
    'A scenario is all that decides about a run besides the code: plain JSON, drawn from a seed. `sim SEED --print-scenario` shows one,',
    '`--scenario FILE` runs one, `--set PATH=VALUE` replaces a field. Names that end in `Us` are microseconds of virtual time, in `Ppm` millionths,',
    'in `Bytes` bytes. The options of each class of faults are in [faults](faults.md).',
    '',
    '| field | takes | |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function rowsOf(path: string, { properties = {} }: Field): readonly (readonly [string, string, string])[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const whole = path === '' ? name : `${path}.${name}`;
    if (field.properties !== undefined) return rowsOf(whole, field);
    return [[whole, takesOf(field), field.description ?? ''] as const];
  });
}

function takesOf(field: Field): string {
  if (field.const !== undefined) return `\`${String(field.const)}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${String(value)}\``).join(', ');
  switch (field.type) {
    case 'integer':
      return field.maximum === undefined || field.maximum >= Number.MAX_SAFE_INTEGER
        ? `a whole number from ${field.minimum ?? 0}`
        : `a whole number from ${field.minimum ?? 0} to ${field.maximum}`;
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return 'text';
    case 'array':
      return `a list of ${field.items === undefined ? 'values' : takesOf(field.items)}`;
    default:
      return 'an object';
  }
}
