import { CALM } from '../../sim/check/model/configuration.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';
import type { RegisterMessage } from './registers/messages.ts';
import { registerSystem } from './registers/register-system.ts';

/** Orders writes: by counter, then by server. */
type Clock = readonly [counter: number, server: number];

interface Pair {
  readonly clock: Clock;
  readonly value: string | null;
}

type Message =
  | RegisterMessage
  | { readonly type: 'Query'; readonly id: number }
  | { readonly type: 'AckQuery'; readonly id: number; readonly pair: Pair }
  | { readonly type: 'Record'; readonly id: number; readonly pair: Pair }
  | { readonly type: 'AckRecord'; readonly id: number };

/** A server's work for a client: query a majority for the current value, then store the new value at a majority. */
type Work =
  | {
      readonly phase: 'query';
      readonly id: number;
      readonly client: ProcessId;
      /** The value to write; null for a read, since undefined is not plain data. */
      readonly write: { readonly value: string } | null;
      readonly answers: Map<number, Pair>;
    }
  | {
      readonly phase: 'record';
      readonly id: number;
      readonly client: ProcessId;
      readonly read: { readonly value: string | null } | null;
      readonly acks: Set<number>;
    };

interface Server {
  pair: Pair;
  work: Work | null;
}

const isLater = ([a, b]: Clock, [c, d]: Clock): boolean => a > c || (a === c && b > d);

const majority = (replicas: number): number => Math.floor(replicas / 2) + 1;

/** The multi-writer register of Attiya, Bar-Noy and Dolev (1995), which is linearizable, unlike the naive one. */
const server: Process<Server, Message> = {
  init: (self) => ({ pair: { clock: [0, self], value: null }, work: null }),
  start() {},
  message(state, from, message, ctx) {
    const tellPeers = (told: Message): void => {
      for (let peer = 0; peer < ctx.replicas; peer++) if (peer !== ctx.self) ctx.send(processId(peer), told);
    };
    switch (message.type) {
      case 'Put':
      case 'Get': {
        if (state.work !== null) return;
        const { id } = message;
        const write = message.type === 'Put' ? { value: message.value } : null;
        const answers = new Map<number, Pair>([[ctx.self, state.pair]]);
        state.work = { phase: 'query', id, client: from, write, answers };
        tellPeers({ type: 'Query', id });
        break;
      }
      case 'Query':
        ctx.send(from, { type: 'AckQuery', id: message.id, pair: state.pair });
        break;
      case 'AckQuery': {
        const { work } = state;
        if (work?.phase !== 'query' || work.id !== message.id) return;
        ctx.probe('answered');
        work.answers.set(from, message.pair);
        if (work.answers.size !== majority(ctx.replicas)) return;
        let latest = message.pair;
        for (const pair of work.answers.values()) if (isLater(pair.clock, latest.clock)) latest = pair;
        const { id, client, write } = work;
        const pair: Pair =
          write === null ? latest : { clock: [latest.clock[0] + 1, ctx.self], value: write.value };
        tellPeers({ type: 'Record', id, pair });
        if (isLater(pair.clock, state.pair.clock)) state.pair = pair;
        const read = write === null ? { value: pair.value } : null;
        state.work = { phase: 'record', id, client, read, acks: new Set([ctx.self]) };
        break;
      }
      case 'Record':
        ctx.send(from, { type: 'AckRecord', id: message.id });
        if (isLater(message.pair.clock, state.pair.clock)) state.pair = message.pair;
        break;
      case 'AckRecord': {
        const { work } = state;
        if (work?.phase !== 'record' || work.id !== message.id || work.acks.has(from)) return;
        work.acks.add(from);
        if (work.acks.size !== majority(ctx.replicas)) return;
        const { id, client, read } = work;
        if (read === null) ctx.send(client, { type: 'PutOk', id });
        else ctx.send(client, { type: 'GetOk', id, value: read.value });
        state.work = null;
        break;
      }
      case 'PutOk':
      case 'GetOk':
        break; // for clients
      default:
        message satisfies never;
    }
  },
  timer() {},
  disk() {},
};

export const linearizableRegister: CheckTemplate = {
  name: 'linearizable-register',
  summary: 'the register of Attiya, Bar-Noy and Dolev, without faults and without resends',
  size: { replicas: 2, clients: 2, operations: 2 },
  configuration: { ...CALM, calls: 'at-once' },
  build: (size) =>
    registerSystem(
      linearizableRegister.name,
      linearizableRegister.summary,
      Array.from({ length: size.replicas }, () => server),
      size,
    ),
};
