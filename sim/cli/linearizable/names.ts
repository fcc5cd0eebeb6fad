/** Names for help, without loading what they are: a test compares them. */

export const FORMAT_NAMES: readonly string[] = ['jsonl', 'jepsen', 'edn'];

export const MODEL_NAMES: readonly string[] = [
  'register',
  'keyed-register',
  'text-store',
  'multi-key',
  'counter',
  'set',
  'queue',
  'append-list',
  'stack',
  'lock',
];

export const WORKLOAD_NAMES: readonly string[] = [
  'set-full',
  'total-queue',
  'counter-bounds',
  'bank',
  'list-append',
  'rw-register',
  'unique-ids',
  'long-fork',
];
