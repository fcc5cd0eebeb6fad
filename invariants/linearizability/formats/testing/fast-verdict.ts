import { checkColumns } from '../../check.ts';
import { bind } from '../bound.ts';
import { type Format, readHistory } from '../format.ts';
import { isIndependent, splitPairs } from '../independent.ts';
import { ABSENT, Fate, HistoryError } from '../recorded.ts';
import { fatesOf, guessVocabulary, withVocabulary } from '../words/index.ts';
import type { SlowVerdict } from './slow-verdict.ts';

/** What the readers and the checker say of a file, in the same words. */
export function fastVerdict(bytes: Uint8Array, format: Format): SlowVerdict {
  try {
    const { history } = readHistory(bytes, { format });
    if (history.size === 0) return 'refused';
    if (isIndependent(history)) splitPairs(history);
    const name = guessVocabulary(history);
    if (name !== 'register' && name !== 'keyed-register') return 'refused';
    const initial = { value: ABSENT, byKey: new Map<number, number>() };
    return withVocabulary(name, history, initial, (words) => {
      const bound = bind(history, words);
      const { verdict } = checkColumns(words.model, bound.columns, {}, bound.touching);
      if (verdict.type === 'not-linearizable') return 'bad';
      if (verdict.type === 'unknown') throw new Error('gave up');
      const fates = fatesOf(history);
      return (fates.get(Fate.ok) ?? 0) + (fates.get(Fate.refused) ?? 0) === 0 ? 'nothing' : 'ok';
    });
  } catch (error) {
    if (error instanceof HistoryError) return 'refused';
    throw error;
  }
}
