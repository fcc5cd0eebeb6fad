import type { Answer, Ask } from '../../../docs/tutorial/client.ts';
import { client } from '../../../docs/tutorial/client.ts';
import { register } from '../../../invariants/linearizability/models/register.ts';
import type { ProcessId } from '../../../src/process/ids.ts';
import type { Context, Process } from '../../../src/process/process.ts';
import { defineSystem } from '../../define/define-system.ts';
import type { System } from '../../scenario/system.ts';

/** What is wrong with the server. */
export type DiskBug =
  | 'none'
  | 'answers-first'
  | 'no-sync'
  | 'retries-sync'
  | 'believes-write'
  | 'forgets-the-end';

type Pending = { client: ProcessId; session: number; request: number; value: string };
type State = {
  ready: boolean;
  value: string | null;
  /** Records in the log: one a sector. */
  records: number;
  /** By session: its last request that is in the log. */
  done: Map<number, number>;
  queue: Pending[];
};

const LOG = 'log';
const SECTOR = 512;
const RECORDS_MAX = 2_000;
const [READ, WRITE, SYNC] = [0, 1, 2];

const checksum = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);

const bytesOf = (text: string): Uint8Array => {
  const bytes = new Uint8Array(SECTOR);
  for (const [i, letter] of [...text].entries()) bytes[i] = letter.charCodeAt(0);
  return bytes;
};

/** One server that keeps a register in a log of records, one write after the other. */
function serverWith(bug: DiskBug): Process<State, Ask | Answer> {
  type Ctx = Context<Ask | Answer>;
  const answer = (ctx: Ctx, { client: to, session, request }: Pending): void =>
    ctx.send(to, { type: 'Answer', session, request, result: { kind: 'write' } });
  const begin = (state: State, ctx: Ctx): void => {
    const [first] = state.queue;
    if (first === undefined) return;
    const text = JSON.stringify([first.session, first.request, first.value]);
    ctx.disk.write(LOG, state.records * SECTOR, bytesOf(`${checksum(text)} ${text}\n`), WRITE);
    if (bug === 'answers-first') answer(ctx, first);
  };
  const end = (state: State, ctx: Ctx): void => {
    const first = state.queue.shift();
    if (first === undefined) return;
    state.records += 1;
    state.value = first.value;
    state.done.set(first.session, first.request);
    answer(ctx, first);
    begin(state, ctx);
  };
  return {
    init: () => ({ ready: false, value: null, records: 0, done: new Map(), queue: [] }),
    start(_, ctx) {
      ctx.disk.read(LOG, 0, RECORDS_MAX * SECTOR, READ);
    },
    message(state, from, message, ctx) {
      if (message.type !== 'Ask' || !state.ready) return;
      const { session, request, operation } = message;
      if (operation.kind === 'read') {
        const result = { kind: 'read', value: state.value } as const;
        ctx.send(from, { type: 'Answer', session, request, result });
        return;
      }
      const pending = { client: from, session, request, value: operation.value };
      if ((state.done.get(session) ?? 0) >= request) answer(ctx, pending);
      else if (!state.queue.some((one) => one.session === session && one.request >= request)) {
        state.queue.push(pending);
        if (state.queue.length === 1) begin(state, ctx);
      }
    },
    timer(_, __, ctx) {
      ctx.disk.sync(LOG, SYNC);
    },
    disk(state, { op, error, bytes }, ctx) {
      if (error !== null) {
        if (bug === 'retries-sync' && op === 'sync') {
          ctx.setTimer(0, 1000);
          return;
        }
        if (bug !== 'believes-write' || op !== 'write') ctx.stop(`the disk failed: ${op}`);
      }
      if (op === 'write' && bug !== 'no-sync') ctx.disk.sync(LOG, SYNC);
      else if (op === 'write' || op === 'sync') end(state, ctx);
      else recover(state, bytes ?? new Uint8Array(), bug === 'forgets-the-end');
    },
  };
}

/** Takes all records up to the first that is none. */
function recover(state: State, bytes: Uint8Array, isShort: boolean): void {
  const records: [number, number, string][] = [];
  for (let at = 0; at < bytes.length; at += SECTOR) {
    const line = String.fromCharCode(...bytes.subarray(at, at + SECTOR));
    const [, sum, text = ''] = /^(\d+) (\[.*?\])\n/.exec(line) ?? [];
    if (sum === undefined || Number(sum) !== checksum(text)) break;
    records.push(JSON.parse(text) as [number, number, string]); // the checksum fits
  }
  if (isShort) records.pop();
  for (const [session, request, value] of records) {
    state.value = value;
    state.done.set(session, request);
  }
  state.records = records.length;
  state.ready = true;
}

/** A system as a user writes it, with one mistake in how it treats its disk. */
export const diskServer = (bug: DiskBug): System =>
  defineSystem({
    name: `disk-server ${bug}`,
    replica: serverWith(bug),
    client,
    operation: (draw, own, index) =>
      draw.pick([{ kind: 'read' } as const, { kind: 'write', value: `${own}.${index}` } as const]),
    model: register,
    replicas: 1,
    clientsMax: 4,
    operationsMax: 40,
    without: ['disk-damage'],
  });
