/** What can happen in a tank, by how much it says to a person. */
export const HAPPENINGS = {
  crash: 'warn',
  start: 'info',
  call: 'info',
  return: 'info',
  heal: 'info',
  observe: 'debug',
  drop: 'debug',
  fault: 'debug',
  end: 'debug',
  durable: 'trace',
  send: 'trace',
  message: 'trace',
  timer: 'trace',
  disk: 'trace',
} as const;
export type HappeningKind = keyof typeof HAPPENINGS;

/** One thing that happened during a step, ready to be read. */
export interface Happening {
  readonly step: number;
  readonly timeUs: number;
  readonly kind: HappeningKind;
  /** Where; null for the tank as a whole. */
  readonly process: number | null;
  readonly text: string;
}
