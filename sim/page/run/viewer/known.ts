import type { Arrow } from '../../parts/space-time/model.ts';
import { SubjectFinder } from '../../parts/tree/subject-finder.ts';
import type { Recording } from '../../recording/recording.ts';
import { runOf } from './adapter.ts';
import { Operations } from './operations.ts';
import { type Rows, rowsOf } from './rows.ts';
import type { Run } from './run.ts';
import { type Search, searchOf } from './search.ts';
import { StateHistory } from './state-history.ts';

/** A run with all that is looked up in it again and again. */
export class Known {
  readonly run: Run;
  readonly operations: Operations;
  readonly states: StateHistory;
  readonly finder: SubjectFinder;
  readonly kinds: readonly string[];
  readonly rows: (hidden: ReadonlySet<string>) => Rows;
  readonly search: (needle: string) => Search;
  private readonly arrows: ReadonlyMap<number, readonly Arrow[]>;

  constructor(recording: Recording) {
    const run = runOf(recording);
    this.run = run;
    this.operations = new Operations(run);
    this.finder = new SubjectFinder(run.subjects);
    this.states = new StateHistory(run);
    this.kinds = [...new Set(run.events.map(({ kind }) => kind))].sort();
    this.rows = remembering((hidden) => rowsOf(run.events, hidden));
    this.search = remembering((needle) => searchOf(run.events, needle));
    this.arrows = arrowsByMessage(run);
  }

  /** The ways of the message that an event is about. */
  arrowsOf(event: number): readonly Arrow[] {
    const { kind = '', id = 0 } = this.run.events[event] ?? {};
    return LINKED.has(kind) ? (this.arrows.get(id) ?? NONE) : NONE;
  }

  /** The way of the message that arrives with an event. */
  arrivalOf(event: number): readonly Arrow[] {
    return this.arrowsOf(event).filter(({ end }) => end === event);
  }
}

const NONE: readonly Arrow[] = [];
const LINKED = new Set(['send', 'message', 'drop']);

function arrowsByMessage({ diagram, events }: Run): ReadonlyMap<number, readonly Arrow[]> {
  const byMessage = new Map<number, Arrow[]>();
  for (const arrow of diagram.arrows) {
    const message = events[arrow.start]?.id ?? 0;
    const known = byMessage.get(message);
    if (known === undefined) byMessage.set(message, [arrow]);
    else known.push(arrow);
  }
  return byMessage;
}

/** Makes it anew only when it is asked something else than the last time. */
function remembering<In, Out>(make: (of: In) => Out): (of: In) => Out {
  let last: { readonly of: In; readonly made: Out } | undefined;
  return (of) => {
    if (last?.of !== of) last = { of, made: make(of) };
    return last.made;
  };
}
