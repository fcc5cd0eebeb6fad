import type { VsrFacts } from './facts/facts.ts';
import { hex } from './facts/text.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';
import { showOrigin, type ViewstampFacts } from './facts/viewstamps.ts';

interface State {
  readonly viewstamps: ViewstampFacts;
}

/**
 * I5. All Prepare, PrepareOk, StartView and NewState of a view, all DoViewChanges with that log_view, and all
 * durable logs with that log_view have the same entry at the same op.
 */
export function oneEntryPerViewstamp(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I5',
    name: 'one-entry-per-viewstamp',
    statement: 'The log of a view has one entry per op, whoever shows it, in a message or on a disk.',
    initial: (tank) => ({ viewstamps: tank.shared(facts.viewstamps) }),
    only: { step: { facts: facts.viewstamps, bits: 1 } },
    on: {
      step({ viewstamps }, tank) {
        if (viewstamps.conflict !== null) report(viewstamps, tank);
      },
    },
  };
}

function report({ conflict }: ViewstampFacts, tank: VsrTank): void {
  if (conflict === null) return;
  const { view, op, checksum, origin, otherChecksum, otherOrigin } = conflict;
  tank.violate({
    title: 'two entries for one viewstamp',
    facts: [
      `op ${op} of the log of view ${view} was shown first by ${showOrigin(origin)}: checksum ${hex(checksum)}`,
      `now by ${showOrigin(otherOrigin)}: checksum ${hex(otherChecksum)}`,
    ],
    witness: 'two-entries',
  });
}
