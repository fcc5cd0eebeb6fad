import type { RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import type { Initial, Vocabulary } from '../../../invariants/linearizability/formats/vocabulary.ts';
import {
  guessVocabulary,
  isVocabularyName,
  operationNames,
  VOCABULARIES,
  type VocabularyName,
  WITH_INITIAL,
  withVocabulary,
} from '../../../invariants/linearizability/formats/words/index.ts';
import { userVocabulary } from '../../../invariants/linearizability/user-model.ts';
import { BadInput } from '../../input/bad-input.ts';
import { WORKLOAD_NAMES } from './names.ts';

/** Lets `use` have the vocabulary for the history, with its own types. */
export type Words = <Out>(
  history: RecordedHistory,
  initial: Initial,
  use: <State, Operation, Result>(vocabulary: Vocabulary<State, Operation, Result>) => Out,
) => Out;

/** What `--model` names. @throws BadInput */
export async function wordsOf(name: string): Promise<Words> {
  if (WORKLOAD_NAMES.includes(name))
    return (history, initial, use) => named('register', history, initial, use);
  if (isVocabularyName(name)) return (history, initial, use) => named(name, history, initial, use);
  if (name === 'auto') {
    return (history, initial, use) => {
      const guess = guessVocabulary(history);
      if (guess !== undefined) return named(guess, history, initial, use);
      const used = [...operationNames(history)].join(', ');
      throw new BadInput(`no model has all of these operations: ${used}; name one with --model`);
    };
  }
  if (!/[./\\]/.test(name))
    throw new BadInput(
      `--model ${name}: there is no such model; there are ${[...Object.keys(VOCABULARIES), ...WORKLOAD_NAMES].join(', ')}, and files`,
    );
  const { modelIn } = await import('./model-file.ts'); // loads a compiler
  const model = await modelIn(name);
  return (history, initial, use) => {
    if (initial.value >= 0 || initial.byKey.size > 0)
      throw new BadInput('--initial: a model of your own starts with what its init returns');
    return use(userVocabulary(model, history.values));
  };
}

function named<Out>(
  name: VocabularyName,
  history: RecordedHistory,
  initial: Initial,
  use: <State, Operation, Result>(vocabulary: Vocabulary<State, Operation, Result>) => Out,
): Out {
  if ((initial.value >= 0 || initial.byKey.size > 0) && !WITH_INITIAL.includes(name))
    throw new BadInput(`--initial: the model ${name} begins empty; ${WITH_INITIAL.join(', ')} need not`);
  if (initial.byKey.size > 0 && (name === 'register' || name === 'counter'))
    throw new BadInput(`--initial: the model ${name} has no keys`);
  return withVocabulary(name, history, initial, use);
}
