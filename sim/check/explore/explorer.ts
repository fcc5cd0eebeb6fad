import { processId } from '../../../src/process/ids.ts';
import { plainText } from '../../words/plain-text.ts';
import type { HistoryEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import { Judge } from '../judge/judge.ts';
import { RecordView } from '../judge/view.ts';
import type { CheckSystem } from '../model/check-system.ts';
import { type Configuration, NO_REDUCTIONS } from '../model/configuration.ts';
import type { Envelope } from '../model/property.ts';
import { sameData } from '../parts/plain-data.ts';
import { Space } from '../parts/space.ts';
import type { Path, PathStep } from '../result/path.ts';
import { initialStates } from '../search/initial-states.ts';
import { FIRST_PROCESS } from '../search/layout.ts';
import { stepOf } from '../search/path.ts';
import { type Successor, Walker } from '../search/walker.ts';
import type { Predicate } from './predicate/predicate.ts';
import { StateSearch } from './state-search.ts';

/** A state, how it was reached, and its possible next steps. */
export interface Position {
  readonly path: Path;
  /** Local state of each process; then those before the last step, and those at the start. */
  readonly locals: readonly Local[];
  readonly localsBefore: readonly Local[];
  readonly localsAtStart: readonly Local[];
  readonly network: readonly Envelope[];
  readonly next: readonly PathStep[];
  /** Messages whose delivery would change nothing. */
  readonly ignored: readonly Envelope[];
  /** Properties violated here or by the last step. */
  readonly broken: readonly string[];
  /** Whether the last step threw, so that no further step is possible. */
  readonly isEnd: boolean;
}

/** Walks the full state graph interactively, one step at a time, without reductions. */
export class Explorer {
  readonly system: CheckSystem;
  readonly configuration: Configuration;
  private readonly space: Space;
  private readonly judge: Judge;
  private readonly walker: Walker;
  private readonly view: RecordView;

  constructor(system: CheckSystem, configuration: Configuration) {
    this.system = system;
    this.configuration = { ...configuration, reductions: NO_REDUCTIONS };
    this.space = new Space(system, this.configuration);
    this.judge = new Judge(this.space);
    this.walker = new Walker(this.space);
    this.view = new RecordView(this.space);
  }

  /**
   * Returns the position at the end of this way; undefined if there is none. A way lists the index of each step among the
   * possible next
   * steps, whose order depends on the state alone, so it stays valid across sessions.
   */
  at(way: readonly number[]): Position | undefined {
    const walked = this.walked(way);
    return walked === undefined ? undefined : this.position(walked);
  }

  /** Begins a search for the nearest other state that the predicate holds in. @throws PredicateError */
  search(way: readonly number[], predicate: Predicate, statesMax: number): StateSearch | undefined {
    const walked = this.walked(way);
    if (walked === undefined) return undefined;
    const events = eventsOf(walked.path).map(({ event }) => event);
    return new StateSearch(this.space, predicate, { record: walked.record, events }, statesMax);
  }

  /** The way that goes on with these actions of a {@link search}. */
  wayOn(way: readonly number[], actions: readonly number[]): readonly number[] | undefined {
    let record = this.walked(way)?.record;
    const longer = [...way];
    for (const action of actions) {
      const next: readonly Next[] = record === undefined ? [] : this.nextOf(record);
      const place: number = next.findIndex(({ successor }) => successor.action === action);
      if (place < 0) return undefined;
      longer.push(place);
      record = next[place]?.successor.record;
    }
    return longer;
  }

  /** Names of the steps of this path, for {@link follow}; undefined if the path does not exist. */
  namesOf(way: readonly number[]): readonly StepName[] | undefined {
    const names: StepName[] = [];
    let record: Int32Array | undefined = initialStates(this.space)[0]?.record;
    for (const place of way) {
      const next: readonly Next[] = record === undefined ? [] : this.nextOf(record);
      const taken = next[place];
      if (taken === undefined) return undefined;
      names.push({ key: taken.key, nth: next.slice(0, place).filter(({ key }) => key === taken.key).length });
      record = taken.successor.record;
    }
    return names;
  }

  /** Path that follows steps by name as far as they exist: the names may come from another version of the system. */
  follow(names: readonly StepName[]): readonly number[] {
    const way: number[] = [];
    let record: Int32Array | undefined = initialStates(this.space)[0]?.record;
    for (const { key, nth } of names) {
      const next: readonly Next[] = record === undefined ? [] : this.nextOf(record);
      const alike = [...next.keys()].filter((place) => next[place]?.key === key);
      const place: number | undefined = alike[nth] ?? alike[0];
      if (place === undefined) return way;
      way.push(place);
      record = next[place]?.successor.record;
    }
    return way;
  }

  /** Returns the way that takes the steps of a path found by another search; undefined if there is none. */
  wayOf({ steps, warmUp }: Path): readonly number[] | undefined {
    const way: number[] = [];
    let record: Int32Array | undefined = initialStates(this.space)[0]?.record;
    for (const step of steps.slice(warmUp)) {
      if (record === undefined) return undefined;
      const next: readonly Next[] = this.nextOf(record);
      const key = keyOf(step);
      const alike = (each: Next): boolean => each.key === key;
      const exact = next.findIndex(
        (each) => alike(each) && sameData(each.step.after?.state, step.after?.state),
      );
      const place: number = exact >= 0 ? exact : next.findIndex(alike);
      if (place < 0) return undefined;
      way.push(place);
      record = next[place]?.successor.record;
    }
    return way;
  }

  private walked(way: readonly number[]): Walked | undefined {
    const [first] = initialStates(this.space);
    if (first === undefined) return undefined;
    const steps: PathStep[] = [];
    let record = first.record;
    let before = record;
    let isEnd = false;
    this.judge.restart();
    this.judge.begin(record, 0);
    for (const place of way) {
      const taken: Successor | undefined = isEnd ? undefined : this.nextOf(record)[place]?.successor;
      if (taken === undefined) return undefined;
      this.judge.restart(); // earlier violations were reported at their own position
      steps.push(stepOf(this.space, record, taken));
      if (this.space.transitions.flag.at(taken.transition) !== 0) this.judge.taken(taken.transition, 0, 0);
      before = record;
      if (taken.record === undefined) isEnd = true;
      else {
        record = taken.record;
        this.judge.look(record, 0, taken.process);
      }
    }
    const { starts, warmUp } = first;
    // Steps are those that were chosen here; of the warm-up only its calls and results are told.
    const history = [
      ...first.history,
      ...warmUp.flatMap(({ from, successor }) => stepOf(this.space, from, successor).history),
    ];
    return {
      path: { initial: 0, history, starts, steps, warmUp: 0 },
      start: first.record,
      record,
      before,
      isEnd,
    };
  }

  private nextOf(record: Int32Array): readonly Next[] {
    return this.walker
      .successors(record)
      .map((successor): Next => {
        const step = stepOf(this.space, record, successor);
        return { successor, step, key: keyOf(step) };
      })
      .sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
  }

  private position({ before, isEnd, path, record, start }: Walked): Position {
    const next = isEnd ? [] : this.nextOf(record);
    const network = this.view.show(record, 0).inFlight;
    const useful = new Set(next.map(({ step }) => step.envelope));
    return {
      path,
      locals: this.localsIn(record),
      localsBefore: this.localsIn(before),
      localsAtStart: this.localsIn(start),
      network,
      next: next.map(({ step }) => step),
      ignored: [...new Set(network)].filter((envelope) => !useful.has(envelope)),
      broken: [...this.judge.found.keys()].filter((name) => this.judge.isViolation(name)),
      isEnd,
    };
  }

  private localsIn(record: Int32Array): readonly Local[] {
    return Array.from({ length: this.space.processes }, (_, process) =>
      this.space.localsOf(processId(process)).at(record[FIRST_PROCESS + process] ?? 0),
    );
  }
}

/** A step by what happens in it, the same in a system that was changed elsewhere. */
export interface StepName {
  readonly key: string;
  /** Number among the steps of a state with this key, which differ in what becomes of them. */
  readonly nth: number;
}

interface Walked {
  readonly path: Path;
  readonly start: Int32Array;
  readonly record: Int32Array;
  /** The record before the last step. */
  readonly before: Int32Array;
  readonly isEnd: boolean;
}

/** A possible next step. */
interface Next {
  readonly successor: Successor;
  readonly step: PathStep;
  readonly key: string;
}

/** Key that identifies a step, and sorts it the same way in every search of a configuration. */
function keyOf({ kind, process, envelope, event, point }: PathStep): string {
  const message = envelope === undefined ? '' : `${envelope.from} ${plainText(envelope.message, KEY_MAX)}`;
  const own = event?.type === 'timer' ? event.timer : event?.type === 'disk' ? event.request : '';
  return `${ORDER.indexOf(kind)} ${process} ${message} ${own} ${point ?? ''}`;
}

const KEY_MAX = 100_000;
/** Most interesting steps first. */
const ORDER: readonly PathStep['kind'][] = [
  'call',
  'deliver',
  'disk',
  'timer',
  'crash',
  'lose',
  'duplicate',
  'ignored',
];

/** Client calls and results on a path, with their steps: 0 is the start. */
export const eventsOf = ({ history, steps }: Path): readonly { event: HistoryEvent; step: number }[] =>
  [{ history }, ...steps].flatMap(({ history: events }, step) => events.map((event) => ({ event, step })));
