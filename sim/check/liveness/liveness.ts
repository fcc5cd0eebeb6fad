import type { Property } from '../model/property.ts';
import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import type { PropertyResult } from '../result/result.ts';
import { followActions } from '../search/path.ts';
import { fairComponent } from './fair-cycle.ts';
import { FREE } from './graph.ts';
import { fairRound, route } from './routes.ts';
import { StateGraph } from './state-graph.ts';

type Temporal = Extract<Property, { kind: 'eventually' | 'leads-to' }>;

const GOOD = 1;
const ASKED = 2;

/**
 * Checks that the goal is reached on every fair path: builds the graph of all states, and searches the part where the goal has
 * not been
 * reached for a state that may stutter forever or a fair cycle. Sound in the presence of cycles, and complete.
 */
export class Liveness {
  readonly property: Temporal;
  private readonly space: Space;
  private readonly dead: DeadMessages | undefined;
  private readonly states: StateGraph;
  private readonly statesMax: number;
  private judged: PropertyResult | undefined;

  constructor(space: Space, property: Temporal, statesMax: number, dead?: DeadMessages) {
    this.space = space;
    this.property = property;
    this.statesMax = statesMax;
    this.dead = dead;
    const asks = property.kind === 'eventually' ? () => true : property.from.bind(property);
    this.states = new StateGraph(
      space,
      dead,
      (view) => (property.holds(view) ? GOOD : 0) | (asks(view) ? ASKED : 0),
      // `eventually` ignores everything past the goal; `leads-to` may be triggered again.
      (mark) => property.kind === 'eventually' && (mark & GOOD) !== 0,
    );
  }

  get unique(): number {
    return this.states.states;
  }

  /** Expands about this many states. Returns whether there is more to do. */
  advance(states: number): boolean {
    const { name, kind } = this.property;
    if (this.states.states >= this.statesMax) {
      this.judged = { name, kind, verdict: 'unknown' };
      return false;
    }
    if (this.states.advance(states)) return true;
    this.judged = this.judge();
    return false;
  }

  result(): PropertyResult {
    const { name, kind } = this.property;
    return this.judged ?? { name, kind, verdict: 'unknown' };
  }

  private judge(): PropertyResult {
    const { graph, marks } = this.states;
    const { name, kind } = this.property;
    const isBad = (state: number): boolean => ((marks[state] ?? 0) & GOOD) === 0;
    const asked = kind === 'eventually' ? this.states.initial : this.statesWith(ASKED);
    const starts = asked.filter(isBad);
    const stuck = route(graph, starts, (state) => this.mayStop(state), isBad);
    if (stuck !== undefined) return this.violated(stuck.start, stuck.edges, []);
    const reached = this.reachable(starts, isBad);
    const component = fairComponent(graph, reached);
    if (component === undefined) return { name, kind, verdict: 'holds' };
    const inside = new Set(component);
    const way = route(graph, starts, (state) => inside.has(state), isBad);
    if (way === undefined) throw new Error('check: a fair cycle that cannot be reached');
    return this.violated(way.start, way.edges, fairRound(graph, component, way.end));
  }

  /** Whether only edges without a fairness condition leave this state. */
  private mayStop(state: number): boolean {
    const { graph } = this.states;
    for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++)
      if (graph.labels.at(edge) !== FREE) return false;
    return true;
  }

  private violated(start: number, way: readonly number[], loop: readonly number[]): PropertyResult {
    const { graph, origins } = this.states;
    const { name, kind } = this.property;
    const before = origins.pathTo(start);
    const actions = [...before.actions, ...[...way, ...loop].map((edge) => graph.actions.at(edge))];
    const path = followActions(this.space, this.states.initial.indexOf(before.root), actions, this.dead);
    return {
      name,
      kind,
      verdict: 'violated',
      path,
      loopFrom: path.warmUp + before.actions.length + way.length,
    };
  }

  private statesWith(mark: number): readonly number[] {
    const found: number[] = [];
    this.states.marks.forEach((each, state) => {
      if ((each & mark) !== 0) found.push(state);
    });
    return found;
  }

  private reachable(starts: readonly number[], isAllowed: (state: number) => boolean): readonly number[] {
    const { graph } = this.states;
    const seen = new Set(starts);
    const found = [...seen];
    for (let at = 0; at < found.length; at++) {
      const state = found[at] ?? 0;
      for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
        const target = graph.targets.at(edge);
        if (seen.has(target) || !isAllowed(target)) continue;
        seen.add(target);
        found.push(target);
      }
    }
    return found;
  }
}
