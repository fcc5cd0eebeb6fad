import type { Observation } from '../../src/process/process.ts';
import type { Packet } from '../node/packet.ts';
import type { FileAccess } from '../node/ports.ts';

const SHOWN = 60;
const DISK_WEIGHT = 5;
const REQUEST = /^([A-Z]+ \S+) HTTP\/1\.[01]\r\n/;
const RESPONSE = /^HTTP\/1\.[01] (\d{3}[^\r]*)\r\n/;

/** Short text for a packet: `PUT /kv/x`, `200 OK`, `connects to port 8080`. */
export function packetText(message: unknown): string {
  const packet = message as Packet; // the only message type of programs
  switch (packet.kind) {
    case 'syn':
      return `connect to port ${packet.to.port}`;
    case 'syn-ack':
      return 'connected';
    case 'data':
      return contentText(packet.bytes);
    case 'fin':
      return 'end of stream';
    case 'window':
      return 'window update';
    case 'reset':
      return packet.refused ? 'connection refused' : 'connection reset';
    case 'datagram':
      return `datagram ${contentText(packet.bytes)}`;
  }
}

function contentText(bytes: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  const first = REQUEST.exec(text)?.[1] ?? RESPONSE.exec(text)?.[1];
  if (first !== undefined) return first.slice(0, SHOWN);
  return shownText(text, bytes.length);
}

/** The beginning of `text`, or its size where it is no text. */
function shownText(text: string, sizeBytes: number): string {
  const isText = !/[^\t\n\r\x20-\x7e]/.test(text.slice(0, SHOWN));
  const shown = text.slice(0, SHOWN).replaceAll(/\s+/g, ' ').trim();
  return isText && shown !== '' ? `"${shown}${sizeBytes > SHOWN ? '…' : ''}"` : `${sizeBytes} bytes`;
}

/** System calls as predicates. */
const VERBS: Readonly<Record<string, string>> = {
  fsync: 'syncs',
  mkdir: 'makes the folder',
  rmdir: 'removes the folder',
  unlink: 'removes',
  rename: 'renames',
};

/** Facts of a read, write or truncation of a file, as built by `Seat`. */
interface Touched {
  readonly path: string;
  readonly sizeBytes: number;
  readonly text: string;
}

function fileText(access: FileAccess, { path, sizeBytes, text }: Touched): string {
  if (access === 'empties') return `empties ${path}`;
  if (sizeBytes === 0) return `${access} nothing ${access === 'reads' ? 'from' : 'to'} ${path}`;
  return `${access} ${shownText(text, sizeBytes)} ${access === 'reads' ? 'from' : 'to'} ${path}`;
}

/** Story weight: changes to the disk rank above output. */
export const observationWeight = ({ type }: Observation): number | undefined =>
  type === 'call' || type === 'writes' || type === 'empties' ? DISK_WEIGHT : undefined;

/** Predicate for an observation of a program: `prints "ready"`, `syncs data.json`. */
export function observationText(observation: Observation): string | undefined {
  const { type, ...facts } = observation as Observation & Readonly<Record<string, unknown>>; // built by `Seat`
  switch (type) {
    case 'start':
      return `runs its program (start ${String(facts['incarnation'])})`;
    case 'line':
      return `${facts['stream'] === 'stderr' ? 'complains' : 'prints'} "${String(facts['text']).slice(0, 160)}"`;
    case 'exit':
      return `exits with code ${String(facts['code'])} (${String(facts['reason'])})`;
    case 'ended':
      return facts['ending'] === 'power-loss' ? 'loses its power' : 'is killed';
    case 'listen':
      return `listens at port ${String(facts['port'])}`;
    case 'reads':
    case 'writes':
    case 'empties':
      return fileText(type, facts as unknown as Touched); // built by `Seat`
    case 'call':
      return `${VERBS[String(facts['name'])] ?? String(facts['name'])} ${String(facts['detail'])}`;
    default:
      return undefined;
  }
}
