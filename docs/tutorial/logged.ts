import { defineSystem, type Process, type ProcessId } from 'wavetank';
import { register } from 'wavetank/invariants';
import { append, closedWal, openWal, recordsIn, type Wal, walEvent } from 'wavetank/wal';
import { type Answer, type Ask, client } from './client.ts';

/** A log record: a write and the request behind it. */
type Logged = { session: number; request: number; value: string };
type Waiting = Logged & { index: number; client: ProcessId };

type State = {
  wal: Wal;
  value: string | null;
  /** Last applied request by session, so that a repeated write is not applied again. */
  done: Map<number, number>;
  /** Writes not yet durable, in log order. */
  waiting: Waiting[];
};

const LOG = 'log';

/** Observation for the invariant below. */
const answered = (index: number) => ({ type: 'answered', index });

/** `eager` replies before the record is durable: the bug that this file demonstrates. */
const server = (eager: boolean): Process<State, Ask | Answer> => {
  const apply = (state: State, { session, request, value }: Logged): void => {
    state.value = value;
    state.done.set(session, request);
  };
  return {
    init: () => ({ wal: closedWal(LOG), value: null, done: new Map(), waiting: [] }),
    start(state, ctx) {
      openWal(state.wal, ctx.disk);
    },
    message(state, from, message, ctx) {
      if (message.type !== 'Ask' || state.wal.phase !== 'open') return; // the client will ask again
      const { session, request, operation } = message;
      const answer = (result: Answer['result']): void =>
        ctx.send(from, { type: 'Answer', session, request, result });
      if (operation.kind === 'read') return answer({ kind: 'read', value: state.value });
      if ((state.done.get(session) ?? 0) >= request) return answer({ kind: 'write' });
      if (state.waiting.some((other) => other.session === session && other.request >= request)) return;
      const logged: Logged = { session, request, value: operation.value };
      const index = append(state.wal, logged, ctx.disk);
      ctx.point('written-not-synced'); // a seed may crash it right here
      if (eager) {
        apply(state, logged);
        ctx.observe(answered(index));
        return answer({ kind: 'write' });
      }
      state.waiting.push({ ...logged, index, client: from });
      if (state.waiting.length > 1) ctx.probe('writes-together');
    },
    timer() {},
    disk(state, completion, ctx) {
      const event = walEvent(state.wal, completion, ctx.disk);
      switch (event?.type) {
        case 'recovered':
          for (const record of event.records as Logged[]) apply(state, record); // the log holds nothing else
          if (event.records.length > 0) ctx.probe('log-read-again');
          return;
        case 'durable':
          while ((state.waiting[0]?.index ?? event.durable) < event.durable) {
            const next = state.waiting.shift();
            if (next === undefined) return;
            apply(state, next);
            ctx.observe(answered(next.index));
            const { session, request } = next;
            ctx.send(next.client, { type: 'Answer', session, request, result: { kind: 'write' } });
          }
          return;
        case 'failed':
          ctx.stop(event.why); // restart and read what is really on disk
      }
    },
  };
};

export default defineSystem({
  settings: { draw: () => ({ eager: false }) },
  name: 'logged',
  replica: ({ settings }) => server(settings.eager),
  client,
  operation: (draw, client, index) =>
    draw.pick([{ kind: 'read' }, { kind: 'write', value: `${client}.${index}` }]),
  model: register,
  invariants: [
    {
      id: 'W1',
      name: 'answered-is-durable',
      statement: 'A write that is answered is in the durable part of the log.',
      initial: () => ({}),
      on: {
        observe(_state, tank, process, observation) {
          const { index } = observation as ReturnType<typeof answered>; // the only kind there is
          const { length } = recordsIn(tank.durable(process, LOG));
          if (index < length) return;
          tank.violate({
            title: 'answered too early',
            facts: [`record ${index} is answered for`, `the durable log has ${length} records`],
            witness: 'early',
            process,
          });
        },
      },
    },
  ],
  points: ['written-not-synced'],
  probes: ['writes-together', 'log-read-again'],
  replicas: 1,
  without: ['disk-damage'], // one copy cannot survive that
});
