import { CALM } from '../../sim/check/model/configuration.ts';
import { always, sometimes } from '../../sim/check/model/property.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { plainText, typedText } from '../../sim/words/plain-text.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';

type Message = { readonly type: 'Prepared' } | { readonly type: 'Commit' } | { readonly type: 'Abort' };

type Status = 'working' | 'prepared' | 'committed' | 'aborted';

interface Manager {
  status: Status;
}

interface Coordinator {
  status: 'waiting' | 'committed' | 'aborted';
  readonly prepared: boolean[];
}

/** Timers model the actions that a process may take spontaneously. */
const PREPARE = 0;
const ABORT = 1;
const COMMIT = 2;

/** A resource manager: prepares or aborts spontaneously, then follows the coordinator's decision. */
const manager: Process<Manager, Message> = {
  init: () => ({ status: 'working' }),
  start(_, ctx) {
    ctx.setTimer(PREPARE, 1);
    ctx.setTimer(ABORT, 1);
  },
  message(state, _from, message, ctx) {
    if (message.type === 'Prepared') return;
    ctx.probe('told');
    state.status = message.type === 'Commit' ? 'committed' : 'aborted';
    ctx.cancelTimer(PREPARE);
    ctx.cancelTimer(ABORT);
  },
  timer(state, timer, ctx) {
    ctx.cancelTimer(PREPARE);
    ctx.cancelTimer(ABORT);
    state.status = timer === PREPARE ? 'prepared' : 'aborted';
    if (timer === PREPARE) ctx.send(processId(ctx.replicas - 1), { type: 'Prepared' });
  },
  disk() {},
};

/** The transaction manager, which is the last replica. It may abort at any time until it has committed. */
const coordinator: Process<Coordinator, Message> = {
  init: (self) => ({ status: 'waiting', prepared: Array.from({ length: self }, () => false) }),
  start: (_, ctx) => ctx.setTimer(ABORT, 1),
  message(state, from, message, ctx) {
    if (message.type !== 'Prepared' || state.status !== 'waiting') return;
    ctx.probe('heard');
    state.prepared[from] = true;
    if (state.prepared.every((each) => each)) ctx.setTimer(COMMIT, 1);
  },
  timer(state, timer, ctx) {
    ctx.cancelTimer(ABORT);
    ctx.cancelTimer(COMMIT);
    state.status = timer === COMMIT ? 'committed' : 'aborted';
    const type = timer === COMMIT ? 'Commit' : 'Abort';
    for (let each = 0; each < ctx.self; each++) ctx.send(processId(each), { type });
  },
  disk() {},
};

export const twoPhaseCommit: CheckTemplate = {
  name: 'two-phase-commit',
  summary: 'resource managers that prepare, and a transaction manager (the last replica) that decides',
  size: { replicas: 4, clients: 0, operations: 0 },
  configuration: { ...CALM, network: 'set', timers: { prepare: 'any', abort: 'any', commit: 'any' } },
  build({ replicas }) {
    if (replicas < 2)
      throw new RangeError('two-phase-commit needs a resource manager and a transaction manager');
    const last = replicas - 1;
    const isManager = (process: ProcessId): boolean => process < last;
    const all = (status: Status) => (view: { process(process: ProcessId): object }) => {
      for (let i = 0; i < last; i++)
        if ((view.process(processId(i)) as Manager).status !== status) return false; // all others are managers
      return true;
    };
    return {
      name: twoPhaseCommit.name,
      summary: twoPhaseCommit.summary,
      replicas: [...Array.from({ length: last }, () => manager), coordinator],
      clients: [],
      operations: [],
      properties: [
        always.pair<Manager>(
          'consistent',
          (a, b) => !(a.status === 'committed' && b.status === 'aborted'),
          isManager,
        ),
        sometimes.whole('commit agreement', all('committed')),
        sometimes.whole('abort agreement', all('aborted')),
      ],
      timers: { replicas: { [PREPARE]: 'prepare', [ABORT]: 'abort', [COMMIT]: 'commit' } },
      isPlainModel: true,
      symmetry: {
        alike: Array.from({ length: last }, (_, i) => processId(i)),
        renameState: renamed,
        renameMessage: (message) => message,
      },
      describeMessage: (message) => typedText(message as Message), // nothing else is sent here
      describeState: plainText,
      describeOperation: plainText,
      describeResult: plainText,
    };
  },
};

/** Only the transaction manager's state holds process ids. */
function renamed(state: object, to: readonly ProcessId[]): object {
  const { prepared } = state as Partial<Coordinator>; // a manager has none
  if (prepared === undefined) return state;
  const moved = prepared.map(() => false);
  prepared.forEach((each, i) => {
    moved[to[i] ?? i] = each;
  });
  return { ...state, prepared: moved };
}
