import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { HostInputError } from '../host-input-error.ts';
import { writeWhole } from '../whole-file.ts';

const FILE = 'identity.json';

const schema = z.strictObject({
  version: z.literal(1),
  cluster: z.string(),
  system: z.string(),
  replica: z.number().int(),
  /** Format of the files of the process. */
  format: z.number().int(),
});

/** Whose directory this is. */
export type Identity = Omit<z.infer<typeof schema>, 'version'>;

/** Where the files of the process are. */
export const filesIn = (directory: string): string => path.join(directory, 'files');

/** Whether no replica has ever worked in this directory, or nothing is left of what it had. */
export function isBlank(directory: string): boolean {
  const files = filesIn(directory);
  return !existsSync(path.join(directory, FILE)) && (!existsSync(files) || readdirSync(files).length === 0);
}

/** Sees to it that a directory is used by the replica that it belongs to. @throws HostInputError in one sentence */
export function claim(directory: string, own: Identity): void {
  const file = path.join(directory, FILE);
  if (!existsSync(file)) {
    writeWhole(file, `${JSON.stringify({ version: 1, ...own })}\n`);
    return;
  }
  const found = read(file);
  if (found.cluster !== own.cluster || found.system !== own.system || found.replica !== own.replica)
    throw new HostInputError(
      `${directory} belongs to replica ${found.replica} of ${found.system} in cluster "${found.cluster}", and not to replica ${own.replica} of ${own.system} in "${own.cluster}"`,
    );
  if (found.format !== own.format)
    throw new HostInputError(
      `${directory} has files of format ${found.format}, and this version of ${own.system} has format ${own.format}`,
    );
}

function read(file: string): Identity {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new HostInputError(`${file} is damaged: it does not say whose directory this is`);
  }
}
