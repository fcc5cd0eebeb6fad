import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { SavedCheck } from '../../check/result/saved-check.ts';
import { ByteReader } from '../../files/read-bytes.ts';
import { type ByteWriter, writeBytesAtomically } from '../../files/write-bytes.ts';
import { BadInput } from '../../input/bad-input.ts';

// A line of JSON, columns of words, and the waiting states in pieces, each behind its length; a piece of length 0 is the end of a level.

const HEADER_BYTES_MAX = 1 << 20;
const integer = z.number().int().min(0);

const headerSchema = z.strictObject({
  wavetank: z.literal('check'),
  version: z.literal(1),
  /** Words are written as this machine has them in memory. */
  endianness: z.enum(['LE', 'BE']),
  /** The command line, without limits. */
  command: z.string(),
  fingerprint: z.string(),
  facts: z.strictObject({
    rounds: integer,
    verifiedAt: integer,
    found: z.array(
      z.tuple([
        z.string(),
        z.strictObject({ state: integer, action: integer.optional(), detail: z.string().optional() }),
      ]),
    ),
  }),
  numbers: z.strictObject({
    generated: integer,
    depth: integer,
    ends: integer,
    unique: integer,
    isThinned: z.boolean(),
    rankMax: integer,
    levelSize: integer,
    frontierSize: integer,
  }),
  /** Words of each column. */
  definitions: integer,
  visited: integer,
  states: integer,
});

export const stateFileIn = (folder: string): string => path.join(folder, 'check.state');

export function writeState(
  file: string,
  command: string,
  { definitions, facts, fingerprint, search }: SavedCheck,
): void {
  const { actions, numbers, parents, visited } = search;
  const header = {
    wavetank: 'check',
    version: 1,
    endianness: os.endianness(),
    command,
    fingerprint,
    facts,
    numbers,
    definitions: definitions.length,
    visited: visited.length,
    states: parents.length,
  };
  writeBytesAtomically(file, (writer) => {
    writer.write(new TextEncoder().encode(`${JSON.stringify(header)}\n`));
    for (const column of [definitions, visited, parents, actions]) writer.write(bytesOf(column));
    writePieces(writer, search.level());
    writePieces(writer, search.frontier());
  });
}

/** Reads a saved check, and hands it over while its file is open. @throws BadInput */
export function readState(file: string, command: string, take: (saved: SavedCheck) => void): void {
  const handle = opened(file);
  try {
    const reader = new ByteReader(handle);
    if (!reader.isIntact) throw new BadInput(`--resume: ${file} is damaged, or no saved check`);
    const header = headerIn(reader, file);
    if (header.command !== command)
      throw new BadInput(`--resume: ${file} is another check: check ${header.command}`);
    take(savedIn(reader, header));
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

function headerIn(reader: ByteReader, file: string): z.infer<typeof headerSchema> {
  let json: unknown;
  try {
    json = JSON.parse(reader.line(HEADER_BYTES_MAX));
  } catch {
    throw new BadInput(`--resume: ${file} is no saved check`);
  }
  const parsed = headerSchema.safeParse(json);
  if (!parsed.success) throw new BadInput(`--resume: ${file} is no saved check of this version`);
  if (parsed.data.endianness !== os.endianness())
    throw new BadInput(`--resume: ${file} was saved on a machine with another order of bytes`);
  return parsed.data;
}

function savedIn(reader: ByteReader, header: z.infer<typeof headerSchema>): SavedCheck {
  const column = <T extends Int32Array | Uint16Array>(words: T): T => {
    reader.read(bytesOf(words));
    return words;
  };
  return {
    fingerprint: header.fingerprint,
    facts: {
      rounds: header.facts.rounds,
      verifiedAt: header.facts.verifiedAt,
      found: header.facts.found.map(([name, { action, detail, state }]) => [
        name,
        { state, ...(action === undefined ? {} : { action }), ...(detail === undefined ? {} : { detail }) },
      ]),
    },
    definitions: column(new Int32Array(header.definitions)),
    search: {
      numbers: header.numbers,
      visited: column(new Int32Array(header.visited)),
      parents: column(new Int32Array(header.states)),
      actions: column(new Uint16Array(header.states)),
      level: () => piecesIn(reader),
      frontier: () => piecesIn(reader),
    },
  };
}

function writePieces(writer: ByteWriter, pieces: Iterable<Int32Array>): void {
  for (const piece of pieces) {
    writer.write(bytesOf(Int32Array.of(piece.length)));
    writer.write(bytesOf(piece));
  }
  writer.write(bytesOf(Int32Array.of(0)));
}

function* piecesIn(reader: ByteReader): Generator<Int32Array> {
  for (;;) {
    const length = new Int32Array(1);
    reader.read(bytesOf(length));
    if (length[0] === 0) return;
    const words = new Int32Array(length[0] ?? 0);
    reader.read(bytesOf(words));
    yield words;
  }
}

const bytesOf = ({ buffer, byteLength, byteOffset }: Int32Array | Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
