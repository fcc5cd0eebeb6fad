import { ednEvents } from './edn.ts';
import { jepsenLogLine } from './jepsen-log.ts';
import { jsonLinesEvents } from './json-lines.ts';
import { HistoryError, type RecordedEvent } from './recorded.ts';

export const FORMATS = ['jsonl', 'jepsen', 'edn'] as const;
export type Format = (typeof FORMATS)[number];

/** The format that the text seems to be in, from its first telling line; undefined if it is none that is known. */
export function guessFormat(lines: readonly string[]): Format | undefined {
  for (const line of lines) {
    const text = line.trimStart();
    if (text === '') continue;
    if (/^INFO\b/.test(text)) return 'jepsen';
    if (/^[[({]\s*[:{#]/.test(text) || text.startsWith('#jepsen') || /^\{\s*:/.test(text)) return 'edn';
    if (/^\{\s*["}]/.test(text)) return 'jsonl';
  }
  return undefined;
}

/** The events of a history, in the order of time. @throws HistoryError naming the line that is wrong */
export function readEvents(lines: readonly string[], format: Format): RecordedEvent[] {
  switch (format) {
    case 'jsonl':
      return jsonLinesEvents(lines);
    case 'edn':
      return ednEvents(lines);
    case 'jepsen': {
      const events: RecordedEvent[] = [];
      lines.forEach((text, i) => {
        const event = jepsenLogLine(text, i + 1);
        if (event !== undefined) events.push(event);
      });
      return events;
    }
  }
}

/** An operation from its call to what became of it. */
export interface Recorded {
  readonly id: number;
  readonly call: RecordedEvent;
  readonly end: RecordedEvent | undefined;
}

/**
 * Operations with their calls and ends.
 *
 * @returns them in the order of their calls
 * @throws HistoryError for a return without a call, or a process that calls while its last call is open
 */
export function paired(events: readonly RecordedEvent[]): Recorded[] {
  const open = new Map<string, { id: number; call: RecordedEvent; end: RecordedEvent | undefined }>();
  const all: { id: number; call: RecordedEvent; end: RecordedEvent | undefined }[] = [];
  for (const event of events) {
    const known = open.get(event.process);
    if (event.type === 'invoke') {
      if (known !== undefined)
        throw new HistoryError(
          event.line,
          `process ${event.process} calls ${event.f}, but its ${known.call.f} of line ${known.call.line} has not returned`,
        );
      const recorded = { id: all.length, call: event, end: undefined };
      open.set(event.process, recorded);
      all.push(recorded);
      continue;
    }
    if (known === undefined)
      throw new HistoryError(
        event.line,
        `process ${event.process} returns from ${event.f}, but it had not called`,
      );
    if (known.call.f !== event.f)
      throw new HistoryError(
        event.line,
        `process ${event.process} returns from ${event.f}, but line ${known.call.line} called ${known.call.f}`,
      );
    known.end = event;
    open.delete(event.process);
  }
  return all;
}
