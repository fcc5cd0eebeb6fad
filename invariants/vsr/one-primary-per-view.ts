import type { ProcessId } from '../../src/process/ids.ts';
import type { StartView } from '../../src/vsr/data/messages.ts';
import { type EpochFacts, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

/** The incarnation that acted as primary of a view, and the length of the log it started the view with. */
interface Primary {
  readonly process: ProcessId;
  readonly incarnation: number;
  readonly step: number;
  startOp: number;
}

interface State {
  readonly epochs: EpochFacts;
  readonly primaries: Map<number, Primary>;
  lastView: number;
  last: Primary | undefined;
}

/**
 * I6. Per view only its primary, config[view mod n], sends Prepare, Commit or StartView, in one incarnation,
 * and no later StartView of the view has a shorter log than the first.
 */
export function onePrimaryPerView({ epochs }: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I6',
    name: 'one-primary-per-view',
    statement:
      'Per view at most one incarnation of one replica acts as primary, it is config[view mod n], and its StartViews never get shorter.',
    initial: (tank) => ({
      epochs: tank.shared(epochs),
      primaries: new Map(),
      lastView: -1,
      last: undefined,
    }),
    only: { send: ['Prepare', 'Commit', 'StartView'] },
    on: {
      send(state, tank, from, _to, message) {
        switch (message.type) {
          case 'Prepare':
          case 'Commit':
            act(state, tank, from, message.view, primaryOf(state.epochs, message.view), message.type);
            break;
          case 'StartView': {
            const { view } = message;
            act(state, tank, from, view, primaryOf(state.epochs, view), message.type);
            if (state.last !== undefined) start(state.last, tank, from, message);
          }
        }
      },
    },
  };
}

function act(state: State, tank: VsrTank, from: ProcessId, view: number, primary: number, how: string): void {
  if (state.lastView !== view) {
    state.lastView = view;
    state.last = state.primaries.get(view);
  }
  const { last } = state;
  const incarnation = tank.incarnation(from);
  if (last !== undefined && last.process === from && last.incarnation === incarnation) return;
  if (last === undefined && from === primary) {
    state.last = { process: from, incarnation, step: tank.step, startOp: -1 };
    state.primaries.set(view, state.last);
    return;
  }
  tank.violate({
    title: 'two primaries in one view',
    facts: [
      `the primary of view ${view} is replica ${primary}`,
      ...(last === undefined
        ? []
        : [
            `replica ${last.process} acted as such from step ${last.step} on, in incarnation ${last.incarnation}`,
          ]),
      `now replica ${from}, in incarnation ${incarnation}, sends ${how} of view ${view}`,
    ],
    witness: from === primary ? 'resumed-after-restart' : 'not-its-primary',
    process: from,
    evidence: last === undefined ? [] : [last.step],
  });
}

function start(primary: Primary, tank: VsrTank, from: ProcessId, { view, suffix }: StartView): void {
  const op = suffix.after + suffix.entries.length;
  if (primary.startOp < 0) primary.startOp = op;
  if (op >= primary.startOp) return;
  tank.violate({
    title: 'StartView shrank',
    facts: [
      `the first StartView of view ${view} had a log up to op ${primary.startOp}`,
      `now replica ${from} sends one up to op ${op}`,
    ],
    witness: 'shorter-start-view',
    process: from,
    evidence: [primary.step],
  });
}
