import { deterministic } from '../../invariants/linearizability/model.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../src/process/process.ts';
import { defineSystem } from '../define/define-system.ts';
import { HARDSHIPS } from '../define/hardships.ts';
import type { System } from '../scenario/system.ts';

/** Asks for the highest number so far, and tells one. */
interface Ask {
  readonly type: 'ask';
  readonly id: number;
  readonly number: number;
}
interface Answer {
  readonly type: 'answer';
  readonly id: number;
  readonly highest: number;
}
type Message = Ask | Answer;

interface ServerState {
  /** False until its file is read. */
  open: boolean;
  highest: number;
  /** Who waits for what is being written, in order. */
  waiting: { readonly to: ProcessId; readonly answer: Answer }[];
}

const FILE = 'highest';
const RECORD_BYTES = 8;

/** Writes records of a format, and reads records of some. */
const server = (writes: number, reads: readonly number[]): Process<ServerState, Message> => ({
  init: () => ({ open: false, highest: 0, waiting: [] }),
  start(_, ctx) {
    ctx.disk.read(FILE, 0, RECORD_BYTES, 0);
  },
  message(state, from, message, ctx) {
    if (message.type !== 'ask' || !state.open || state.waiting.length > 0) return; // it asks again
    state.highest = Math.max(state.highest, message.number);
    state.waiting.push({ to: from, answer: { type: 'answer', id: message.id, highest: state.highest } });
    const record = new Uint8Array(RECORD_BYTES);
    const view = new DataView(record.buffer);
    view.setUint32(0, writes);
    view.setUint32(4, state.highest);
    ctx.disk.write(FILE, 0, record, 0);
  },
  timer() {},
  disk(state, { op, bytes }, ctx) {
    if (op === 'write') ctx.disk.sync(FILE, 0);
    if (op === 'read') {
      state.open = true;
      if (bytes === null || bytes.length < RECORD_BYTES) return;
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      if (reads.includes(view.getUint32(0))) state.highest = view.getUint32(4);
    }
    if (op === 'sync') for (const { to, answer } of state.waiting.splice(0)) ctx.send(to, answer);
  },
});

interface ClientState {
  id: number;
  number: number;
}

const AGAIN = 0;
const AGAIN_US = 100_000;

const client: ClientProcess<ClientState, Message, number, number> = {
  init: () => ({ id: 0, number: 0 }),
  start() {},
  invoke(state, number, ctx) {
    state.id++;
    state.number = number;
    ctx.setTimer(AGAIN, AGAIN_US);
    ctx.send(processId(0), { type: 'ask', id: state.id, number });
  },
  message(state, _, message, ctx) {
    if (message.type !== 'answer' || message.id !== state.id || state.number < 0) return;
    state.number = -1;
    ctx.cancelTimer(AGAIN);
    ctx.complete({ type: 'ok', result: message.highest });
  },
  timer({ id, number }, _, ctx) {
    ctx.setTimer(AGAIN, AGAIN_US);
    ctx.send(processId(0), { type: 'ask', id, number });
  },
  disk() {},
};

/** The highest number ever told. */
const highest = deterministic<number, number, number>({
  name: 'highest',
  initial: 0,
  apply: (state, number) => ({ state: Math.max(state, number), result: Math.max(state, number) }),
  key: (state) => state,
  sameResult: (a, b) => a === b,
  kind: () => 'tell',
  describe: (number, result) => `tell ${number}${result === undefined ? '' : `: ${result}`}`,
});

/** A server of version 2 beside one of version 1, which writes records of format 1. Nothing but upgrades strikes. */
export const upgraded = (
  name: string,
  latest: { readonly writes: number; readonly reads: readonly number[] },
  earlierReads: readonly number[] = [1],
): System =>
  defineSystem({
    name,
    replica: server(latest.writes, latest.reads),
    earlier: { replica: server(1, earlierReads) },
    client,
    model: highest,
    operation: (draw, _, index) => (draw.below(2) === 0 ? 0 : index),
    replicas: 1,
    clientsMax: 1,
    without: HARDSHIPS,
  });
