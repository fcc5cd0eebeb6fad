import { UNTOLD } from '../../../invariants/linearizability/answers.ts';
import { checkColumns, type HistoryCheck } from '../../../invariants/linearizability/check.ts';
import { type BoundHistory, bind, lineOf } from '../../../invariants/linearizability/formats/bound.ts';
import {
  FORMATS,
  type Format,
  formatOf,
  readHistory,
} from '../../../invariants/linearizability/formats/format.ts';
import { isIndependent, splitPairs } from '../../../invariants/linearizability/formats/independent.ts';
import { Fate, HistoryError } from '../../../invariants/linearizability/formats/recorded.ts';
import { fatesOf } from '../../../invariants/linearizability/formats/words/index.ts';
import { eventsOf } from '../../../invariants/linearizability/history.ts';
import type { SequentialModel } from '../../../invariants/linearizability/model.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { ExitCode, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { initialOf } from './initial.ts';
import { readBytes } from './input.ts';
import { type Basis, clashOf, type Judgement } from './judgement.ts';
import { judgementJson, judgementLines, refusalJson } from './lines.ts';
import { type Words, wordsOf } from './models.ts';

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
      else io.out(judgementLines(judgement, files.length > 1, io.paint));
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

function codeOf({ check: { verdict }, basis }: Judgement): ExitCode {
  switch (verdict.type) {
    case 'linearizable':
      return basis.returned === 0 ? ExitCode.budget : ExitCode.clean;
    case 'not-linearizable':
      return ExitCode.violation;
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
    const { format, history: recorded } = readHistory(bytes, {
      ...(wanted === undefined ? {} : { format: wanted }),
      keywordsAsText: options.keywordsAsText ?? false,
    });
    if (recorded.size === 0) throw new BadInput(`${name}: there is no operation in it`);
    if (options.independent ?? isIndependent(recorded)) splitPairs(recorded);
    const initial = initialOf(options.initial, recorded);
    return await words(recorded, initial, async (vocabulary) => {
      const history = bind(recorded, vocabulary);
      const { model } = vocabulary;
      const check = checkColumns(
        model,
        history.columns,
        budget === undefined ? {} : { budget },
        history.touching,
      );
      if (options.html !== undefined) {
        const { writeHistoryPage } = await import('./page.ts');
        writeHistoryPage(options.html, name, model, history, check);
      }
      const fates = fatesOf(recorded);
      const basis: Basis = {
        returned: (fates.get(Fate.ok) ?? 0) + (fates.get(Fate.refused) ?? 0),
        failed: fates.get(Fate.fail) ?? 0,
        unknown: (fates.get(Fate.info) ?? 0) + (fates.get(Fate.open) ?? 0),
        untold: untoldOf(history),
      };
      return {
        ...{ file: name, format, model: model.name, check, basis, processes: history.processes.size },
        ...(await findings(model, history, check)),
      };
    });
  } catch (error) {
    if (error instanceof HistoryError) throw new BadInput(`${name}, ${error.message}`);
    throw error;
  }
}

const untoldOf = <Operation, Result>({ columns: { results } }: BoundHistory<Operation, Result>): number =>
  results.reduce<number>((count, result) => count + (result === UNTOLD ? 1 : 0), 0);

async function findings<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: BoundHistory<Operation, Result>,
  { verdict }: HistoryCheck,
): Promise<Pick<Judgement, 'line' | 'clash' | 'weaker'>> {
  if (verdict.type !== 'not-linearizable') return { line: undefined, clash: [], weaker: undefined };
  const { event, explanation } = verdict;
  const { weaker } = await import('../../../invariants/linearizability/weaker.ts');
  return {
    line: lineOf(history, event),
    clash: clashOf(model, history, event, explanation.operations),
    weaker: weaker(model, eventsOf(history.columns).slice(0, event + 1), explanation.operations),
  };
}
