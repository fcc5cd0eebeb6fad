import { processId } from '../../../src/process/ids.ts';
import type { StepEvent } from '../handlers/events.ts';
import { RecordView } from '../judge/view.ts';
import type { View } from '../model/property.ts';
import { budgetOf, timerName } from '../parts/possible-events.ts';
import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import { Frontier } from '../search/frontier.ts';
import { IndexedVisited } from '../search/indexed-visited.ts';
import { initialRecords } from '../search/initial-states.ts';
import { HIGH, LENGTH, LOW, layoutOf, NUMBER } from '../search/layout.ts';
import { Origins } from '../search/origins.ts';
import type { Expander, Target } from '../search/target.ts';
import { tellingExpander } from '../search/telling-expanders.ts';
import { FREE, Graph } from './graph.ts';

/** Builds the graph of all reachable states, cut off where `stops` says so. */
export class StateGraph implements Target {
  readonly graph = new Graph();
  readonly origins = new Origins();
  /** Result of `marks` for each state. */
  readonly marks: number[] = [];
  readonly frontier = new Frontier();
  readonly looks = true;
  readonly initial: number[] = [];
  private readonly space: Space;
  private readonly expander: Expander;
  private readonly visited = new IndexedVisited();
  private readonly view: RecordView;
  private readonly networkAt: number;
  private readonly mark: (view: View) => number;
  private readonly stops: (mark: number) => boolean;
  private words: Int32Array | undefined;
  private used = 0;
  private at = 0;
  private label = FREE;

  constructor(
    space: Space,
    dead: DeadMessages | undefined,
    mark: (view: View) => number,
    stops: (mark: number) => boolean,
  ) {
    this.space = space;
    this.mark = mark;
    this.stops = stops;
    this.view = new RecordView(space);
    this.networkAt = layoutOf(space).network;
    this.expander = tellingExpander(
      space,
      this,
      (kind, process, transition, envelope) => {
        this.label = this.labelOf(kind, process, transition, envelope);
      },
      dead,
    );
    for (const record of initialRecords(space)) {
      const number = this.admit(record[LOW] ?? 0, record[HIGH] ?? 0, -1, 0);
      if (number < 0) continue;
      record[NUMBER] = number;
      this.initial.push(number);
      this.frontier.reserve(record.length);
      this.frontier.words.set(record, this.frontier.at);
      this.arrived(record, 0);
    }
  }

  get states(): number {
    return this.visited.size;
  }

  /** Expands up to this many states; returns false when all are expanded. */
  advance(states: number): boolean {
    for (let left = states; left > 0; left--) {
      if (this.words === undefined || this.at >= this.used) {
        if (this.words !== undefined) this.frontier.recycle(this.words);
        this.words = undefined;
        const piece = this.frontier.take();
        if (piece === undefined) return false;
        this.words = piece.words;
        this.used = piece.used;
        this.at = 0;
      }
      const { words, at } = this;
      this.graph.begin();
      if (!this.stops(this.marks[words[at + NUMBER] ?? 0] ?? 0)) this.expander.expand(words, at);
      this.at = at + this.networkAt + (words[at + LENGTH] ?? 0);
    }
    return true;
  }

  admit(low: number, high: number, parent: number, action: number): number {
    const before = this.visited.size;
    const number = this.visited.add(low, high);
    if (parent >= 0) this.graph.edge(number, this.label, action);
    if (number < before) return -1;
    this.origins.push(parent, action);
    return number;
  }

  arrived(words: Int32Array, at: number): void {
    this.marks[words[at + NUMBER] ?? 0] = this.mark(this.view.show(words, at));
  }

  watched(transition: number): boolean {
    return this.space.transitions.factsOf(transition).failure !== undefined;
  }

  /**
   * Strong fairness for messages sent infinitely often, weak fairness for a process's continuously enabled events. An idle
   * timer stays armed while others act, so it is due although it is not enabled all the time: strong fairness.
   */
  private labelOf(
    kind: 'step' | 'ignored' | 'lose' | 'duplicate',
    process: number,
    transition: number,
    envelope: number,
  ): number {
    if (kind === 'lose' || kind === 'duplicate') return FREE;
    if (envelope >= 0) return this.graph.label(`message ${envelope}`, true);
    const { event, crashed } = this.space.transitions.factsOf(transition);
    if (crashed) return FREE;
    return this.graph.label(`${process} ${nameOf(event)}`, this.isIdleTimer(process, event));
  }

  private isIdleTimer(process: number, event: StepEvent): boolean {
    if (event.type !== 'timer') return false;
    const { configuration, system } = this.space;
    const id = processId(process);
    return configuration.timers[budgetOf(configuration, timerName(system, id, event.timer), id)] === 'idle';
  }
}

function nameOf(event: StepEvent): string {
  return event.type === 'timer' ? `timer ${event.timer}` : event.type;
}
