import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import * as z from 'zod';
import { ByteReader } from '../../files/read-bytes.ts';
import { BadInput } from '../../input/bad-input.ts';

// What unfinished checks have in common: a file with a digest, whose first line says in JSON what it is.

const HEADER_BYTES_MAX = 1 << 20;
export const integer = z.number().int().min(0);

/** Part of every header. */
export const commonSchema = z.strictObject({
  version: z.literal(1),
  /** Words are written as this machine has them in memory. */
  endianness: z.enum(['LE', 'BE']),
  /** The command line, without limits. */
  command: z.string(),
  fingerprint: z.string(),
});

export const common = (command: string, fingerprint: string): z.infer<typeof commonSchema> => ({
  version: 1,
  endianness: os.endianness(),
  command,
  fingerprint,
});

/** Reads the header of a file that saved this check, and hands over the rest while the file is open. @throws BadInput */
export function readSaved<Header extends z.infer<typeof commonSchema>>(
  file: string,
  command: string,
  schema: z.ZodType<Header>,
  take: (header: Header, rest: ByteReader) => void,
): void {
  const handle = opened(file);
  try {
    const reader = new ByteReader(handle);
    if (!reader.isIntact) throw new BadInput(`--resume: ${file} is damaged, or no saved check`);
    const header = headerIn(reader, file, schema);
    if (header.command !== command)
      throw new BadInput(`--resume: ${file} is another check: check ${header.command}`);
    take(header, reader);
  } catch (error) {
    if (error instanceof RangeError)
      throw new BadInput(`--resume: ${file} cannot be resumed: ${error.message}`);
    throw error;
  } finally {
    closeSync(handle);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch {
    throw new BadInput(`--resume: there is no ${file}`);
  }
}

function headerIn<Header extends z.infer<typeof commonSchema>>(
  reader: ByteReader,
  file: string,
  schema: z.ZodType<Header>,
): Header {
  let json: unknown;
  try {
    json = JSON.parse(reader.line(HEADER_BYTES_MAX));
  } catch {
    throw new BadInput(`--resume: ${file} is no saved check`);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new BadInput(`--resume: ${file} is no saved check of this version`);
  if (parsed.data.endianness !== os.endianness())
    throw new BadInput(`--resume: ${file} was saved on a machine with another order of bytes`);
  return parsed.data;
}

export const headerLine = (header: object): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(header)}\n`);

export const bytesOf = ({ buffer, byteLength, byteOffset }: Int32Array | Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Fills a column of words. */
export function column<T extends Int32Array | Uint16Array>(reader: ByteReader, words: T): T {
  reader.read(bytesOf(words));
  return words;
}
