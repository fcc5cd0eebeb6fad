import { document } from '../document.ts';
import type { DrawnHistory } from './drawn-history.ts';

export type { DrawnHistory, DrawnLink, DrawnOperation } from './drawn-history.ts';

/** A history as one page that needs nothing else. */
export const historyPage = (history: DrawnHistory): string => document(history.title, 'history', history);
