import type { Recording } from '../../events/recording/recording.ts';
import { document } from '../document.ts';

/** A run as one page that needs nothing else. */
export const page = (recording: Recording): string =>
  document(`${recording.system} ${recording.seed}`, 'run', recording);
