import { document } from '../document.ts';
import type { Recording } from '../recording/recording.ts';

/** A run as one page that needs nothing else. */
export const page = (recording: Recording): string =>
  document(`${recording.system} ${recording.seed}`, 'run', recording);
