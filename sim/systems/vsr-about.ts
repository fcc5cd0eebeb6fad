import type { Observation } from '../../src/process/process.ts';
import { type Entry, partsOf } from '../../src/vsr/data/entry.ts';
import type { Message } from '../../src/vsr/data/messages.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import type { About } from '../scenario/system.ts';

/** Requests and log entries by name, so that a page leads from an operation to its entry, which it may share with others. */
export function about(thing: Message | Observation): About | undefined {
  const message = thing as Message | Executed; // of the other observations none has a type of these
  switch (message.type) {
    case 'Request':
    case 'Reply':
    case 'Busy':
    case 'Predict':
    case 'Prediction':
      return { requests: [requestName(message)] };
    case 'ReadRequest':
    case 'ReadReply':
    case 'ReadRefused':
      return { requests: [`${message.client} read ${message.read}`] };
    case 'Prepare':
    case 'executed':
      return aboutEntry(message.entry);
    case 'PrepareOk':
      return { requests: [], entry: entryName(message) };
    default:
      return undefined;
  }
}

const aboutEntry = (entry: Entry): About => ({
  requests: partsOf(entry).map(requestName),
  entry: entryName(entry),
});

/** A client has another name in each of its sessions. */
const requestName = ({ client, request }: { readonly client: number; readonly request: number }): string =>
  `${client}.${request}`;

const entryName = ({ op, checksum }: { readonly op: number; readonly checksum: number }): string =>
  `${op} ${checksum}`;
