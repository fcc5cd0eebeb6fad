import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkHistory, type HistoryCheck } from '../../../invariants/linearizability/check.ts';
import { type BoundHistory, bind } from '../../../invariants/linearizability/formats/bound.ts';
import { FORMATS, guessFormat, readEvents } from '../../../invariants/linearizability/formats/format.ts';
import { HistoryError, type RecordedEvent } from '../../../invariants/linearizability/formats/recorded.ts';
import {
  guessVocabulary,
  isVocabularyName,
  VOCABULARIES,
  type Vocabulary,
  withVocabulary,
} from '../../../invariants/linearizability/formats/vocabulary.ts';
import { type UserModel, userVocabulary } from '../../../invariants/linearizability/user-model.ts';
import { type Weaker, weaker } from '../../../invariants/linearizability/weaker.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { ExitCode, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { readLines } from './input.ts';
import { judgementJson, judgementLines } from './lines.ts';

export interface LinearizableOptions {
  readonly format: string;
  readonly model: string;
  readonly budget?: string;
  readonly html?: string;
  readonly json?: true;
}

/** One history, judged. */
export interface Judgement {
  readonly file: string;
  readonly format: string;
  readonly model: string;
  readonly check: HistoryCheck;
  readonly processes: number;
  /** Line of the first bad event. */
  readonly line: number | undefined;
  /** The operations that clash, the bad one first. */
  readonly clash: readonly {
    readonly words: string;
    readonly called: number;
    readonly returned: number | undefined;
  }[];
  readonly weaker: Weaker | undefined;
}

export async function judgeFiles(
  files: readonly string[],
  options: LinearizableOptions,
  io: Io,
): Promise<ExitCode> {
  const budget = options.budget === undefined ? undefined : parseInteger('--budget', options.budget, 1);
  if (options.html !== undefined && files.length > 1)
    throw new BadInput('--html draws one history: give one file');
  const words = await wordsOf(options.model);
  const judgements: Judgement[] = [];
  const codes = new Set<ExitCode>();
  for (const file of files) {
    const judgement = await judgeFile(file, options, words, budget);
    judgements.push(judgement);
    codes.add(codeOf(judgement.check));
    if (options.json !== true) io.out(judgementLines(judgement, files.length > 1, io.paint));
  }
  if (options.json === true) io.out(`${JSON.stringify({ histories: judgements.map(judgementJson) })}\n`);
  return worstOf(codes);
}

function codeOf({ verdict }: HistoryCheck): ExitCode {
  switch (verdict.type) {
    case 'linearizable':
      return ExitCode.clean;
    case 'not-linearizable':
      return ExitCode.violation;
    case 'unknown':
      return ExitCode.budget;
  }
}

/** Lets `use` have the vocabulary for these calls, with its own types. */
type Words = <Out>(
  calls: readonly RecordedEvent[],
  use: <State, Operation, Result>(vocabulary: Vocabulary<State, Operation, Result>) => Out,
) => Out;

async function wordsOf(name: string): Promise<Words> {
  if (isVocabularyName(name)) return (_, use) => withVocabulary(name, use);
  if (name === 'auto') {
    return (calls, use) => {
      const guess = guessVocabulary(calls);
      if (guess !== undefined) return withVocabulary(guess, use);
      const used = [...new Set(calls.map(({ f }) => f))].join(', ');
      throw new BadInput(`no model has all of these operations: ${used}; name one with --model`);
    };
  }
  if (!/[./\\]/.test(name))
    throw new BadInput(
      `--model ${name}: there is no such model; there are ${Object.keys(VOCABULARIES).join(', ')}, and files`,
    );
  const vocabulary = userVocabulary(await userModel(name));
  return (_, use) => use(vocabulary);
}

async function userModel(file: string): Promise<UserModel<unknown>> {
  let loaded: unknown;
  try {
    loaded = await import(pathToFileURL(path.resolve(file)).href);
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    throw new BadInput(`--model ${file} cannot be loaded: ${why}`);
  }
  const model: unknown =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  if (!isUserModel(model))
    throw new BadInput(
      `--model ${file}: its default export must be an object with the functions init and step`,
    );
  return model;
}

const isUserModel = (value: unknown): value is UserModel<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'init' in value &&
  typeof value.init === 'function' &&
  'step' in value &&
  typeof value.step === 'function';

async function judgeFile(
  file: string,
  { format: wanted, html }: LinearizableOptions,
  words: Words,
  budget: number | undefined,
): Promise<Judgement> {
  const lines = await readLines(file);
  const format = FORMATS.find((known) => known === wanted) ?? guessed(file, lines, wanted);
  const name = file === '-' ? 'standard input' : file;
  try {
    const recorded = format === undefined ? [] : readEvents(lines, format);
    const calls = recorded.filter(({ type }) => type === 'invoke');
    return await words(calls, async (vocabulary) => {
      const history = bind(recorded, vocabulary);
      const check = checkHistory(vocabulary.model, history.events, budget === undefined ? {} : { budget });
      if (html !== undefined) {
        const { writeHistoryPage } = await import('./page.ts');
        writeHistoryPage(html, name, vocabulary.model, history, check);
      }
      return {
        file: name,
        format: format ?? 'empty',
        model: vocabulary.model.name,
        ...judged(vocabulary, history, check),
      };
    });
  } catch (error) {
    if (error instanceof HistoryError) throw new BadInput(`${name}, ${error.message}`);
    throw error;
  }
}

function guessed(
  file: string,
  lines: readonly string[],
  wanted: string,
): (typeof FORMATS)[number] | undefined {
  if (wanted !== 'auto')
    throw new BadInput(`--format ${wanted}: there is no such format; there are ${FORMATS.join(', ')}`);
  const format = guessFormat(lines);
  if (format === undefined && lines.some((line) => line.trim() !== ''))
    throw new BadInput(`${file}: its format is none that is known; name it with --format`);
  return format;
}

function judged<State, Operation, Result>(
  { model }: Vocabulary<State, Operation, Result>,
  { events, lines, processes }: BoundHistory<Operation, Result>,
  check: HistoryCheck,
): Pick<Judgement, 'check' | 'processes' | 'line' | 'clash' | 'weaker'> {
  const { verdict } = check;
  if (verdict.type !== 'not-linearizable')
    return { check, processes: processes.length, line: undefined, clash: [], weaker: undefined };
  const { event: index, explanation } = verdict;
  const clash = explanation.operations.map((id) => {
    const call = events.findIndex((event) => event.type === 'call' && event.id === id);
    const end = events.findIndex((event, i) => i <= index && event.type === 'ok' && event.id === id);
    const called = events[call];
    const returned = events[end];
    if (called?.type !== 'call') throw new Error(`no operation ${id}`);
    const result = returned?.type === 'ok' ? returned.result : undefined;
    return {
      words: `client ${called.client}: ${model.describe(called.operation, result)}`,
      called: lines[call] ?? 0,
      returned: lines[end],
    };
  });
  return {
    check,
    processes: processes.length,
    line: lines[index],
    clash,
    weaker: weaker(model, events.slice(0, index + 1), explanation.operations),
  };
}
