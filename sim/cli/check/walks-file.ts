import path from 'node:path';
import * as z from 'zod';
import type { SavedWalks } from '../../check/search/random-walks.ts';
import { writeBytesAtomically } from '../../files/write-bytes.ts';
import { bytesOf, column, common, commonSchema, headerLine, integer, readSaved } from './saved-file.ts';

const headerSchema = z.strictObject({
  ...commonSchema.shape,
  wavetank: z.literal('walks'),
  word: z.number().int(),
  walks: integer,
  steps: integer,
  found: z.array(z.tuple([z.string(), z.number().int()])),
  /** Words of this column. */
  definitions: integer,
});

export const walksFileIn = (folder: string): string => path.join(folder, 'walks.state');

export function writeWalks(
  file: string,
  command: string,
  { definitions, fingerprint, ...numbers }: SavedWalks,
): void {
  const header = {
    wavetank: 'walks',
    ...common(command, fingerprint),
    ...numbers,
    definitions: definitions.length,
  };
  writeBytesAtomically(file, (writer) => {
    writer.write(headerLine(header));
    writer.write(bytesOf(definitions));
  });
}

/** Reads saved walks. @throws BadInput */
export const readWalks = (file: string, command: string, take: (saved: SavedWalks) => void): void =>
  readSaved(file, command, headerSchema, ({ definitions, found, steps, walks, word, fingerprint }, rest) =>
    take({
      word,
      walks,
      steps,
      found,
      fingerprint,
      definitions: column(rest, new Int32Array(definitions)),
    }),
  );
