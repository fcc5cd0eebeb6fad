import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PIECE_WORDS } from '../../check/search/frontier.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import { PieceFile } from './piece-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pieces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file of pieces', () => {
  it('should keep them while a search is running, which may not ask the machine for anything', () => {
    const [read, other] = withoutNondeterminism(() => {
      const file = new PieceFile(folder);
      file.write(new Int32Array(PIECE_WORDS).fill(7));
      const number = file.write(new Int32Array(PIECE_WORDS).fill(8));
      const into = new Int32Array(PIECE_WORDS);
      file.read(number, into);
      file.close();
      return [into[0], into[PIECE_WORDS - 1]];
    });
    expect([read, other]).toEqual([8, 8]);
  });
});
