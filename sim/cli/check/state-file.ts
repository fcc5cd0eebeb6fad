import path from 'node:path';
import * as z from 'zod';
import type { SavedCheck } from '../../check/result/saved-check.ts';
import type { ByteReader } from '../../files/read-bytes.ts';
import { type ByteWriter, writeBytesAtomically } from '../../files/write-bytes.ts';
import { bytesOf, column, common, commonSchema, headerLine, integer, readSaved } from './saved-file.ts';

// A line of JSON, columns of words, and the waiting states in pieces, each behind its length; a piece of length 0 is the end of a level.

const headerSchema = z.strictObject({
  ...commonSchema.shape,
  wavetank: z.literal('check'),
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
    ...common(command, fingerprint),
    facts,
    numbers,
    definitions: definitions.length,
    visited: visited.length,
    states: parents.length,
  };
  writeBytesAtomically(file, (writer) => {
    writer.write(headerLine(header));
    for (const words of [definitions, visited, parents, actions]) writer.write(bytesOf(words));
    writePieces(writer, search.level());
    writePieces(writer, search.frontier());
  });
}

/** Reads a saved check, and hands it over while its file is open. @throws BadInput */
export const readState = (file: string, command: string, take: (saved: SavedCheck) => void): void =>
  readSaved(file, command, headerSchema, (header, rest) => take(savedIn(rest, header)));

function savedIn(reader: ByteReader, header: z.infer<typeof headerSchema>): SavedCheck {
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
    definitions: column(reader, new Int32Array(header.definitions)),
    search: {
      numbers: header.numbers,
      visited: column(reader, new Int32Array(header.visited)),
      parents: column(reader, new Int32Array(header.states)),
      actions: column(reader, new Uint16Array(header.states)),
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
