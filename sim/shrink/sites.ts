import type { Site } from '../chance/decisions.ts';

/** What a decision means to somebody who wants less of them. */
export type Meaning = 'fault' | 'operation' | 'detail';

/** Sites that say how a fault or a message goes, not whether there is one. What is not listed is a fault. */
const DETAILS = new Set([
  'delay',
  'copy-delay',
  'disk-delay',
  'late',
  'damaged-bit',
  'misroute-to',
  'partition-shape',
  'clog-link',
  'swizzle',
  'mid-handler',
  'tear',
  'drift',
  'offset',
]);

export function meaningOf({ name }: Site): Meaning {
  if (name === 'operation') return 'operation';
  return DETAILS.has(name) ? 'detail' : 'fault';
}
