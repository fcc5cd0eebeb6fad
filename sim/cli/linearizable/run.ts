import {
  FORMATS,
  type Format,
  formatOf,
  readHistory,
} from '../../../invariants/linearizability/formats/format.ts';
import { isIndependent, splitPairs } from '../../../invariants/linearizability/formats/independent.ts';
import { Fate, HistoryError } from '../../../invariants/linearizability/formats/recorded.ts';
import { fatesOf } from '../../../invariants/linearizability/formats/words/index.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { ExitCode, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { judgeByModel } from './by-model.ts';
import { escapedText } from './escaped.ts';
import { initialOf } from './initial.ts';
import { readBytes } from './input.ts';
import type { Judgement } from './judgement.ts';
import { judgementJson, judgementLines, refusalJson } from './lines.ts';
import { type Words, wordsOf } from './models.ts';
import { workloadOf } from './workloads.ts';

export interface LinearizableOptions {
  readonly format: string;
  readonly model: string;
  readonly initial: readonly string[];
  readonly independent?: boolean;
  readonly keywordsAsText?: true;
  readonly budget?: string;
  readonly html?: string;
  readonly json?: true;
}

/** Judges one file after the other. One that cannot be judged does not keep the others from being judged. @throws BadInput */
export async function judgeFiles(
  files: readonly string[],
  options: LinearizableOptions,
  io: Io,
): Promise<ExitCode> {
  const budget = options.budget === undefined ? undefined : parseInteger('--budget', options.budget, 1);
  if (options.html !== undefined && files.length > 1)
    throw new BadInput('--html draws one history: give one file');
  const words = await wordsOf(options.model);
  const format = wantedFormat(options.format);
  const told: object[] = [];
  const codes = new Set<ExitCode>();
  for (const file of files) {
    try {
      const judgement = await judgeFile(file, options, format, words, budget);
      codes.add(codeOf(judgement));
      if (options.json === true) told.push(judgementJson(judgement));
      else io.out(judgementLines(judgement, files.length > 1, io.paint, options.html));
    } catch (error) {
      if (!(error instanceof BadInput) || files.length === 1) throw error;
      codes.add(ExitCode.badInput);
      io.err(`${error.message}\n`);
      told.push(refusalJson(file, error.message));
    }
  }
  if (options.json === true) io.out(`${JSON.stringify({ histories: told })}\n`);
  const worst = worstOf(codes);
  return worst !== ExitCode.violation && codes.has(ExitCode.badInput) ? ExitCode.badInput : worst;
}

function wantedFormat(name: string): Format | undefined {
  if (name === 'auto') return undefined;
  const format = formatOf(name);
  if (format !== undefined) return format;
  throw new BadInput(`--format ${name}: there is no such format; there are ${FORMATS.join(', ')}`);
}

function codeOf({ verdict }: Judgement): ExitCode {
  switch (verdict) {
    case 'linearizable':
    case 'valid':
      return ExitCode.clean;
    case 'not-linearizable':
    case 'invalid':
      return ExitCode.violation;
    case 'nothing-judged':
    case 'unknown':
      return ExitCode.budget;
  }
}

async function judgeFile(
  file: string,
  options: LinearizableOptions,
  wanted: Format | undefined,
  words: Words,
  budget: number | undefined,
): Promise<Judgement> {
  const bytes = await readBytes(file);
  const name = file === '-' ? 'standard input' : file;
  try {
    const { format, history } = readHistory(bytes, {
      ...(wanted === undefined ? {} : { format: wanted }),
      keywordsAsText: options.keywordsAsText ?? false,
    });
    if (history.size === 0) throw new BadInput(`${name}: there is no operation in it`);
    if (options.independent ?? isIndependent(history)) splitPairs(history);
    const initial = initialOf(options.initial, history);
    const fates = fatesOf(history);
    const basis = {
      returned: (fates.get(Fate.ok) ?? 0) + (fates.get(Fate.refused) ?? 0),
      failed: fates.get(Fate.fail) ?? 0,
      unknown: (fates.get(Fate.info) ?? 0) + (fates.get(Fate.open) ?? 0),
    };
    const page = options.html === undefined ? undefined : { file: options.html, title: name };
    const workload = await workloadOf(options.model, history);
    if (workload !== undefined) {
      if (options.initial.length > 0)
        throw new BadInput(`--initial: the workload ${workload.name} begins empty`);
      const { judgeByWorkload } = await import('./by-workload.ts');
      return { file: name, format, ...(await judgeByWorkload(history, workload, basis, page)) };
    }
    return { file: name, format, ...(await judgeByModel(history, initial, words, basis, budget, page)) };
  } catch (error) {
    if (error instanceof HistoryError) throw new BadInput(escapedText(`${name}, ${error.message}`));
    throw error instanceof BadInput ? new BadInput(escapedText(error.message)) : error;
  }
}
