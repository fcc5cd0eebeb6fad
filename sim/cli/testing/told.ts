import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { counterFile, type Parts } from './counter-file.ts';
import { FakeIo } from './fake-io.ts';

/** Output of a command. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

class TimedIo extends FakeIo {
  readonly stepMsMax = 400;

  override nowMs(): number {
    return performance.now();
  }
}

/** Runs commands on system files in a temporary folder. */
export function systemFiles(): {
  readonly folder: string;
  readonly write: (parts: Parts) => string;
  readonly run: (...words: string[]) => Promise<Told>;
  /** Like `run`, with the real clock and short time limits. */
  readonly runTimed: (...words: string[]) => Promise<Told>;
  /** Runs `sim 1` on a counter with these parts. */
  readonly told: (parts: Parts, ...more: string[]) => Promise<Told>;
} {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'system-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  const write = (parts: Parts): string => {
    const file = path.join(folder, `wrong-${++files}.ts`);
    writeFileSync(file, counterFile(parts));
    return file;
  };
  const run = (...words: string[]): Promise<Told> => runWith(new FakeIo(), words);
  const runWith = async (io: FakeIo, words: string[]): Promise<Told> => {
    const code = await main(words, io, { systems, defaultSystem });
    return { code, out: io.stdout, err: io.stderr };
  };
  return {
    folder,
    write,
    run,
    runTimed: (...words) => runWith(new TimedIo(), words),
    told: (parts, ...more) => run('sim', '1', '--system', write(parts), ...more),
  };
}
