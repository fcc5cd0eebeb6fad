import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ownProgram, said } from '../bisect/program.ts';

const RUN_MS_MAX = 120_000;
const KEPT = 20;

/**
 * Pages of stored runs. Each is rendered in a separate process, as the code of a run may never return, and cached for a while.
 */
export class RunPages {
  private readonly kept = new Map<string, Promise<string | undefined>>();

  /** The page of a failure file; undefined if it cannot be made. */
  page(text: string): Promise<string | undefined> {
    return this.report('page', text, []);
  }

  /** The page of a failure file beside the nearest run that passes; undefined if none is found. */
  besidePassing(text: string): Promise<string | undefined> {
    return this.report('pair', text, ['--beside', 'passing']);
  }

  /** Output of `sim` for it: verdict, violation, story. */
  story(text: string): Promise<string | undefined> {
    return this.remembered(`story ${text}`, async (file, folder) =>
      (await this.command(['sim', file]))?.replaceAll(`${folder}/`, ''),
    );
  }

  private report(kind: string, text: string, options: readonly string[]): Promise<string | undefined> {
    return this.remembered(`${kind} ${text}`, async (file, folder) => {
      const html = path.join(folder, 'run.html');
      const result = await this.command(['report', file, ...options, '--html', html]);
      return result === undefined ? undefined : readFileSync(html, 'utf8').replaceAll(`${folder}/`, '');
    });
  }

  private async command(words: readonly string[]): Promise<string | undefined> {
    const result = await said(
      [...ownProgram(), ...words],
      process.cwd(),
      RUN_MS_MAX,
      new AbortController().signal,
    );
    return result === undefined || result.out === '' ? undefined : result.out;
  }

  private remembered(
    key: string,
    make: (file: string, folder: string) => Promise<string | undefined>,
  ): Promise<string | undefined> {
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const made = inFolder(key.slice(key.indexOf(' ') + 1), make);
    this.kept.set(key, made);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return made;
  }
}

async function inFolder(
  text: string,
  make: (file: string, folder: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-web-'));
  try {
    const file = path.join(folder, 'failure.json');
    writeFileSync(file, text);
    return await make(file, folder);
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
